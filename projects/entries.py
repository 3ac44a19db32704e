"""One row of this app as it comes from outside: projects with their teams and evidence, the draw."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from events.entries import Count, Key, SmallNumber
from events.entry_base import Choice, Entry, Many, Several
from events.rules import Flaw
from events.texts import Text
from projects import rules, validators

FindingKind = Annotated[
    Literal[
        "object",
        "basis",
        "theme",
        "finding",
        "case",
        "student",
        "teacher",
        "aspect",
        "swot",
        "partner",
        "presented",
        "questions",
        "remark",
    ],
    Choice(),
]
Quadrant = Annotated[Literal["strength", "weakness", "opportunity", "threat"], Choice()]


class QuizQuestionEntry(Entry):
    question: Annotated[Text, validators.quiz_question]
    answer: Annotated[Text, validators.quiz_answer]


class DrawEntry(Entry):
    method: Annotated[Text, validators.draw_method]
    rule_stated: bool = False
    notes: Many[Annotated[Text, validators.draw_note]] = ()
    questions: Annotated[tuple[QuizQuestionEntry, ...], Several(most=100)] = ()


class SupervisorEntry(Entry):
    person: Key
    title: Annotated[Text, validators.supervisor_title] | None = None
    wording: Annotated[str, validators.supervisor_wording] | None = None


class MemberEntry(Entry):
    person: Key
    role: Annotated[Text, validators.team_member_role] | None = None


class RespondentGroupEntry(Entry):
    label: Annotated[Text, validators.respondent_group_label]
    count: Count


class SurveyEntry(Entry):
    """How a team studied its question, and who was asked.

    `base` is an exact number of people, `base_over` a number that was exceeded, `base_text` the
    source's words for either.
    """

    method: Annotated[Text, validators.survey_method] | None = None
    base: Count | None = None
    base_over: Count | None = None
    base_text: Annotated[str, validators.survey_base_text] | None = None
    schools: Count | None = None
    groups: Many[RespondentGroupEntry] = ()
    note: Annotated[str, validators.survey_note] | None = None

    def flaws(self) -> Iterator[Flaw]:
        counts = [group.count if group else None for group in self.groups or ()]
        return rules.survey_flaws(self.base, self.base_over, counts)


class FindingEntry(Entry):
    """One thing a team studied, showed or found; `base` is how many people a percentage is of."""

    kind: FindingKind
    text: Annotated[Text, validators.finding_text]
    percent: Annotated[Decimal, validators.finding_percent] | None = None
    base: Count | None = None
    check: Annotated[str, validators.finding_check_text] | None = None

    def flaws(self) -> Iterator[Flaw]:
        return rules.finding_flaws(self.percent, self.base)


class SwotEntry(Entry):
    quadrant: Quadrant
    text: Annotated[Text, validators.swot_entry_text]


class RecommendationEntry(Entry):
    text: Annotated[Text, validators.recommendation_text]
    addressee: Annotated[Text, validators.recommendation_addressee] | None = None


class ProjectEntry(Entry):
    """What one team defends. A single supervisor may stand alone, several stand in a list."""

    key: Annotated[str, validators.project_key] | None = None
    number: SmallNumber
    topic: Annotated[Text, validators.project_topic]
    abstract: Annotated[Text, validators.project_abstract] | None = None
    supervisor: SupervisorEntry | None = None
    supervisors: Annotated[tuple[SupervisorEntry, ...], Several(most=20)] = ()
    members_listed: bool
    members: Annotated[tuple[MemberEntry, ...], Several(most=200)] = ()
    survey: SurveyEntry | None = None
    findings: Many[FindingEntry] = ()
    swot: Many[SwotEntry] = ()
    recommendations: Many[RecommendationEntry] = ()
    note: Annotated[str, validators.project_note] | None = None

    def all_supervisors(self) -> tuple[SupervisorEntry, ...]:
        return (self.supervisor,) if self.supervisor else self.supervisors

    def flaws(self) -> Iterator[Flaw]:
        yield from rules.supervisor_flaws(self.supervisor, self.supervisors)
        yield from rules.team_flaws(self.members_listed, len(self.members or ()))
        asked = self.survey.base if self.survey else None
        bases = [finding.base if finding else None for finding in self.findings or ()]
        yield from rules.shares_flaws(bases, asked)

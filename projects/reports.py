"""Wide reads of what is defended, as frozen dataclasses in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from events.models import Delegation, Event, Fact, Person, RunItem, SpeechFact
from events.models.run_of_show import RunItemQuerySet
from events.revisions import in_list
from events.search import is_found
from events.timetable import planned_hours, still_ahead
from projects.models import (
    Defense,
    Draw,
    Finding,
    Project,
    Recommendation,
    RespondentGroup,
    Survey,
    SwotEntry,
    TeamMember,
)

EVIDENCE = (
    "survey__respondentgroup_set",
    "finding_set",
    "swotentry_set",
    "recommendation_set",
)
HEADINGS = {
    Finding.Kind.OBJECT: _("Object of the study"),
    Finding.Kind.BASIS: _("What it rests on"),
    Finding.Kind.THEME: _("Themes of the questionnaire"),
    Finding.Kind.FINDING: _("Findings"),
    Finding.Kind.CASE: _("Cases"),
    Finding.Kind.STUDENT: _("Model of the student"),
    Finding.Kind.TEACHER: _("Model of the teacher"),
    Finding.Kind.ASPECT: _("Interesting aspects"),
    Finding.Kind.SWOT: _("SWOT analysis"),
    Finding.Kind.PARTNER: _("Partners"),
    Finding.Kind.PRESENTED: _("Also presented"),
    Finding.Kind.QUESTIONS: _("Questions of the experts"),
    Finding.Kind.REMARK: _("Remarks"),
    SwotEntry.Quadrant.STRENGTH: _("Strengths"),
    SwotEntry.Quadrant.WEAKNESS: _("Weaknesses"),
    SwotEntry.Quadrant.OPPORTUNITY: _("Opportunities"),
    SwotEntry.Quadrant.THREAT: _("Threats"),
}
FACT_HEADINGS = {
    Fact.Topic.COURSE: _("The course"),
    Fact.Topic.EVENT: _("The event"),
    Fact.Topic.GUESTS: _("Guests"),
    Fact.Topic.THANKS: _("Thanks"),
    Fact.Topic.PANEL: _("The panel"),
    Fact.Topic.NOTES: _("Notes"),
}


@dataclass(frozen=True)
class KindOfFinding:
    """The findings of one kind, in the order of the source."""

    heading: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Figure:
    """A percentage without idle zeros, and the statement it belongs to."""

    percent: Decimal
    finding: Finding


@dataclass(frozen=True)
class Quadrant:
    heading: str
    entries: Sequence[SwotEntry]


@dataclass(frozen=True)
class Evidence:
    """What a project found out. A percentage stands apart, with its base."""

    survey: Survey | None
    groups: Sequence[RespondentGroup]
    group_sum: int
    figures: Sequence[Figure]
    kinds: Sequence[KindOfFinding]
    swot: Sequence[Quadrant]
    recommendations: Sequence[Recommendation]

    @property
    def is_empty(self) -> bool:
        return not (self.survey or self.figures or self.kinds or self.swot or self.recommendations)

    @property
    def has_stated_total(self) -> bool:
        return bool(self.survey and (self.survey.base or self.survey.base_over))


@dataclass(frozen=True)
class Team:
    project: Project
    members: Sequence[TeamMember]
    evidence: Evidence

    def found(self, sought: str) -> list[TeamMember]:
        return [member for member in self.members if _is_sought(member.person, sought)]


@dataclass(frozen=True)
class TeamsBoard:
    """Every team of an event, and the gap between who is named and who was stated."""

    teams: Sequence[Team]
    named_count: int
    stated_count: int

    def found(self, sought: str) -> Sequence[Team]:
        """The teams with those of their members whom one looks for; all of them while nobody is sought."""
        if not sought:
            return self.teams
        found = (replace(team, members=team.found(sought)) for team in self.teams)
        return [team for team in found if team.members]

    @property
    def unnamed_count(self) -> int:
        return max(self.stated_count - self.named_count, 0)

    @property
    def unlisted_numbers(self) -> list[int]:
        return [team.project.number for team in self.teams if not team.project.members_listed]


@dataclass(frozen=True)
class ProjectPage:
    """One project for guests, and its neighbours."""

    team: Team
    previous: Project | None
    following: Project | None


@dataclass(frozen=True)
class RunLine:
    """A line of the run of show, with what was said in it, the project it is the defense of, its planned hour.

    `before` and `after` are the lines that it may be put beside, of those that are still ahead.
    """

    item: RunItem
    project: Project | None
    facts: Sequence[SpeechFact]
    planned: time | None
    key: str = ""
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        if self.project:
            return f"{self.project.number}. {self.project.topic}"
        return str(self.item.title) or str(self.item.get_kind_display())


@dataclass(frozen=True)
class FactGroup:
    topic: str
    heading: str
    facts: Sequence[Fact]

    @property
    def is_labelled(self) -> bool:
        return all(str(fact.label) for fact in self.facts)


@dataclass(frozen=True)
class RunOfShow:
    """The day from its opening to its ceremony, the draws, and what else is known of the event.

    Whoever only watches is told neither the questions of a draw, which teams are still to be asked,
    nor the organizers' notes.
    """

    is_whole: bool
    lines: Sequence[RunLine]
    draws: Sequence[Draw]
    facts: Sequence[FactGroup]
    delegations: Sequence[Delegation]
    undefended: Sequence[int] = ()  # the numbers of the projects that have no line

    @property
    def on_stage(self) -> RunLine | None:
        return next((line for line in self.lines if line.item.is_on_stage), None)

    @property
    def next_up(self) -> RunLine | None:
        """The first line to come after all that have begun; the first to come of any if there is none."""
        begun = max((i for i, line in enumerate(self.lines) if line.item.started_at), default=-1)
        later_first = [*self.lines[begun + 1 :], *self.lines[:begun]]
        return next((line for line in later_first if line.item.is_to_come), None)


def unnamed_count(event: Event) -> int:
    """How many of the trainees that were stated have no name yet."""
    return max(event.trainees_stated - TeamMember.objects.of_event(event).count(), 0)


def teams_board(event: Event) -> TeamsBoard:
    """Nine queries, however many teams."""
    projects = Project.objects.of_event(event).with_team().select_related("survey")
    teams = [_team(project) for project in projects.prefetch_related(*EVIDENCE)]
    return TeamsBoard(
        teams=teams,
        named_count=sum(len(team.members) for team in teams),
        stated_count=event.trainees_stated,
    )


def project_page(event: Event, number: int) -> ProjectPage:
    """The project with this number and those before and after it; 404 without one. Ten queries."""
    projects = Project.objects.of_event(event)
    found = projects.with_team().select_related("survey").prefetch_related(*EVIDENCE)
    project = found.filter(number=number).first()
    if project is None:
        raise Http404
    beside = projects.only("number", "topic")
    return ProjectPage(
        team=_team(project),
        previous=beside.filter(number__lt=number).order_by("-number").first(),
        following=beside.filter(number__gt=number).order_by("number").first(),
    )


def _is_sought(person: Person, sought: str) -> bool:
    return is_found(sought, person.name, person.position, person.organisation, person.city)


def _team(project: Project) -> Team:
    return Team(
        project=project,
        members=sorted(project.teammember_set.all(), key=lambda member: member.order),
        evidence=_evidence(project),
    )


def _evidence(project: Project) -> Evidence:
    survey: Survey | None = getattr(project, "survey", None)
    groups = list(survey.respondentgroup_set.all()) if survey else []
    findings = list(project.finding_set.all())
    return Evidence(
        survey=survey,
        groups=groups,
        group_sum=sum(group.count for group in groups),
        figures=_figures(findings),
        kinds=_by_kind([finding for finding in findings if finding.percent is None]),
        swot=_quadrants(project.swotentry_set.all()),
        recommendations=list(project.recommendation_set.all()),
    )


def _figures(findings: Iterable[Finding]) -> list[Figure]:
    return [
        Figure(percent=_shortest(finding.percent), finding=finding)
        for finding in findings
        if finding.percent is not None
    ]


def _shortest(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _by_kind(findings: Iterable[Finding]) -> list[KindOfFinding]:
    """Grouped by kind, the kinds in the order in which the source comes to them."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    return [
        KindOfFinding(heading=str(HEADINGS[Finding.Kind(kind)]), findings=of_kind)
        for kind, of_kind in by_kind.items()
    ]


def _quadrants(entries: Iterable[SwotEntry]) -> list[Quadrant]:
    found = list(entries)
    quadrants = (
        Quadrant(
            heading=str(HEADINGS[quadrant]),
            entries=[entry for entry in found if entry.quadrant == quadrant],
        )
        for quadrant in SwotEntry.Quadrant
    )
    return [quadrant for quadrant in quadrants if quadrant.entries]


def run_of_show(event: Event, *, is_whole: bool) -> RunOfShow:
    """Eight queries, however many lines. `is_whole` is for those who run the day."""
    projects = Project.objects.of_event(event).select_related("defense").with_supervisors()
    held = {defense.run_item_id: each for each in projects if (defense := _defense_of(each))}
    items = list(_lines_of(event))
    draws = Draw.objects.filter(room__event=event)
    facts = Fact.objects.filter(event=event).order_by("order")
    return RunOfShow(
        is_whole=is_whole,
        lines=_run_lines(items, held),
        draws=list(draws.prefetch_related("quizquestion_set") if is_whole else draws),
        facts=_fact_groups(facts if is_whole else facts.exclude(topic=Fact.Topic.NOTES)),
        delegations=list(Delegation.objects.filter(event=event)),
        undefended=sorted(each.number for each in projects if not _defense_of(each)),
    )


def _defense_of(project: Project) -> Defense | None:
    return getattr(project, "defense", None)


def _lines_of(event: Event) -> RunItemQuerySet:
    items = RunItem.objects.of_event(event).in_order()
    return items.select_related("person").prefetch_related("speechfact_set")


def _run_lines(items: Sequence[RunItem], projects: Mapping[int, Project]) -> list[RunLine]:
    hours = planned_hours((item.planned_at, item.planned_minutes) for item in items)
    beside = {each.row.pk: each for each in in_list(still_ahead(items), lambda item: item.pk)}
    return [
        RunLine(
            item=item,
            project=projects.get(item.pk),
            facts=list(item.speechfact_set.all()),
            planned=hour,
            key=str(item.pk),
            before=beside[item.pk].before if item.pk in beside else "",
            after=beside[item.pk].after if item.pk in beside else "",
        )
        for item, hour in zip(items, hours, strict=True)
    ]


def _fact_groups(facts: Iterable[Fact]) -> list[FactGroup]:
    found = list(facts)
    groups = (
        FactGroup(
            topic=topic,
            heading=str(heading),
            facts=[fact for fact in found if fact.topic == topic],
        )
        for topic, heading in FACT_HEADINGS.items()
    )
    return [group for group in groups if group.facts]

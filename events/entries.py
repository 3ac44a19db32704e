"""One row of this app as it comes from outside: the event, its people, its rubric, its run of show.

The fields are the keys of the event file, in the order in which they are written.
"""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from events import rules, validators
from events.defaults import LEAST_SHEETS
from events.entry_base import MOST_ENTRIES, Choice, Entry, Many, Several, WordOr
from events.rules import Flaw
from events.texts import Text, Translated

Language = Annotated[Literal["en", "kk", "ru"], Choice()]
Switch = Annotated[Literal["programme", "teams", "panel"], Choice()]
Rule = Annotated[
    Literal[
        "corrected_mean",
        "raw_mean",
        "trimmed_mean",
        "median",
        "standardised",
        "borda",
        "kemeny",
    ],
    Choice(),
]
Minutes = Annotated[int, validators.event_minutes]
RunKind = Annotated[
    Literal[
        "opening",
        "speech",
        "draw",
        "announcement",
        "defense",
        "break",
        "deliberation",
        "ceremony",
        "closing",
    ],
    Choice(),
]
TiesBy = Annotated[Literal["chair", "panel"], Choice()]
WordsBy = Annotated[Literal["names", "numbers", "nobody"], Choice()]
Key = Annotated[str, validators.person_key]
Name = Annotated[str, validators.person_name]
NamePart = Annotated[str, validators.person_name_part]
Note = Annotated[str, validators.person_note]
Count = Annotated[int, validators.count]
SmallNumber = Annotated[int, validators.small_number]
Points = Annotated[Decimal, validators.criterion_points]
FactText = Annotated[Text, validators.fact_text]
# What trainees attended was called the programme in earlier files.
COURSE = AliasChoices("course", "programme")


class SourceEntry(Entry):
    """Where the facts come from."""

    title: Annotated[str, validators.source_title]
    address: Annotated[str, validators.source_address] | None = None
    language: Language | None = None


class EventEntry(Entry):
    """The day itself."""

    slug: Annotated[str, validators.event_slug]
    title: Annotated[Text, validators.event_title]
    subtitle: Annotated[Text, validators.event_subtitle] | None = None
    kind: Annotated[Text, validators.event_kind] | None = None
    course: Annotated[Text, validators.event_course] = Field(validation_alias=COURSE)
    organiser: Annotated[Text, validators.event_organiser]
    place: Annotated[Text, validators.event_place]
    city: Annotated[Text, validators.event_city]
    starts_on: Annotated[date, validators.day]
    ends_on: Annotated[date, validators.day]
    time_zone: Annotated[str, validators.event_time_zone]
    languages: Annotated[tuple[Language, ...], Several(least=1, distinct=True)]
    trainees_stated: Count | None = None
    trainees_wording: Annotated[Text, validators.event_trainees_wording] | None = None
    # A file that says nothing of these five leaves them as they are.
    scoring_rule: Rule = "corrected_mean"
    least_sheets: Annotated[int, validators.event_least_sheets] = LEAST_SHEETS
    ties_by: TiesBy = "chair"
    words_by: WordsBy = "nobody"
    asks_declaration: bool = False
    talk_minutes: Minutes | None = None
    question_minutes: Minutes | None = None
    query_hours: Annotated[int, validators.event_query_hours] | None = None
    words_days: Annotated[int, validators.event_words_days] | None = None

    def flaws(self) -> Iterator[Flaw]:
        return rules.dates_flaws(self.starts_on, self.ends_on)


class FactEntry(Entry):
    label: Annotated[Text, validators.fact_label] | None = None
    text: FactText


class LabelledFactEntry(Entry):
    """A fact under a label."""

    label: Annotated[Text, validators.fact_label]
    text: FactText


class FactsEntry(Entry):
    """What is known of the event that has no place of its own, by topic.

    Files of version 1 may hold notes under two older names; they are read, and never written.
    """

    event: Many[FactEntry] = ()
    course: Many[LabelledFactEntry] = Field(default=(), validation_alias=COURSE)
    guests: Many[FactEntry] = ()
    thanks: Many[FactText] = ()
    panel: Many[FactEntry] = ()
    notes: Many[FactEntry] = ()
    spelling_variants: Many[LabelledFactEntry] = ()
    inconsistencies: Many[FactText] = ()

    def flaws(self) -> Iterator[Flaw]:
        notes = (self.notes, self.spelling_variants, self.inconsistencies)
        return rules.notes_flaws(sum(len(each or ()) for each in notes), MOST_ENTRIES)


class DelegationEntry(Entry):
    """Guests from a city; without a size their number is not known."""

    city: Annotated[Text, validators.delegation_city]
    size: Count | None = None
    contact: Annotated[str, validators.delegation_contact] | None = None


class PersonEntry(Entry):
    """One person under a key by which the rest of the file speaks of them.

    `name` is the name as the source prints it; the parts and the printed forms are optional.
    """

    key: Key
    name: Name
    family_name: NamePart | None = None
    given_name: NamePart | None = None
    patronymic: NamePart | None = None
    printed_names: Annotated[Translated, validators.person_printed_names] | None = None
    position: Annotated[Text, validators.person_position] | None = None
    organisation: Annotated[Text, validators.person_organisation] | None = None
    school_kind: Annotated[str, validators.person_school_kind] | None = None
    school_number: SmallNumber | None = None
    city: Annotated[Text, validators.person_city] | None = None
    named_in_public: bool | None = None
    named_in_public_on: Annotated[date, validators.day] | None = None
    email: Annotated[str, validators.person_email] | None = None
    source_text: Note | None = None
    note: Note | None = None

    def flaws(self) -> Iterator[Flaw]:
        yield from rules.school_flaws(self.school_kind, self.school_number)
        yield from rules.naming_flaws(self.named_in_public, self.named_in_public_on)


class RunItemEntry(Entry):
    """A line of the run of show; a defense names its project by number."""

    kind: RunKind
    title: Annotated[Text, validators.run_item_title] | None = None
    project: SmallNumber | None = None
    person: Key | None = None
    role_text: Annotated[Text, validators.run_item_role_text] | None = None
    planned_at: Annotated[time, validators.run_item_planned_at] | None = None
    planned_minutes: Annotated[int, validators.run_item_planned_minutes] | None = None
    note: Annotated[Text, validators.run_item_note] | None = None
    facts: Many[Annotated[Text, validators.speech_fact_text]] = ()

    def flaws(self) -> Iterator[Flaw]:
        return rules.run_item_flaws(self.kind, self.project)


class LevelEntry(Entry):
    points: Points
    text: Annotated[Text, validators.criterion_level]


class CriterionEntry(Entry):
    """What an expert gives points for, from `minimum` to `maximum` by `step`."""

    key: Annotated[str, validators.criterion_key]
    name: Annotated[Text, validators.criterion_name]
    weight: Annotated[Decimal, validators.criterion_weight]
    minimum: Points
    maximum: Points
    step: Points
    levels: Annotated[tuple[LevelEntry, ...], Several(most=50)] = ()

    def flaws(self) -> Iterator[Flaw]:
        points = [level.points if level else None for level in self.levels or ()]
        return rules.criterion_flaws(self.weight, self.minimum, self.maximum, self.step, points)


class RubricEntry(Entry):
    criteria: Annotated[tuple[CriterionEntry, ...], Several(most=30)] = ()


RubricChoice = Annotated[Literal["default"] | RubricEntry, WordOr()]

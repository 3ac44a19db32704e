"""The event file as a tree of frozen dataclasses.

The fields of a class are the keys of its object in the file, in the order in which they are
written. A field without a default must be there; a value that equals its default is not written.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from defense.event_file.values import (
    Address,
    CalendarDay,
    Caption,
    Count,
    EventSlug,
    Heading,
    Key,
    Label,
    Lead,
    Line,
    LongText,
    Minutes,
    Name,
    NamePart,
    Note,
    Percent,
    Points,
    PrintedLabel,
    PrintedLongText,
    PrintedName,
    PrintedShortText,
    PrintedText,
    PrintedTitle,
    ShortKey,
    ShortText,
    SmallNumber,
    Text,
    Title,
    Word,
    ZoneName,
)

Language = Literal["en", "kk", "ru"]
Switch = Literal["programme", "teams", "panel"]
SeatRole = Literal["chair", "deputy", "member", "secretary", "reserve"]
RunKind = Literal[
    "opening",
    "speech",
    "draw",
    "announcement",
    "defense",
    "break",
    "deliberation",
    "ceremony",
    "closing",
]
FindingKind = Literal[
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
]
Tie = Literal["employer", "partner", "superior", "organiser", "other"]
Quadrant = Literal["strength", "weakness", "opportunity", "threat"]


@dataclass(frozen=True)
class Several:
    """How many entries a list may have, and whether two may be equal."""

    least: int = 0
    most: int = 500
    distinct: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the facts come from."""

    title: Note
    address: Address | None = None
    language: Language | None = None


@dataclass(frozen=True, kw_only=True)
class EventInfo:
    slug: EventSlug
    title: Title
    subtitle: Title | None = None
    kind: ShortText | None = None
    programme: PrintedShortText
    organiser: PrintedText
    place: Text
    city: PrintedLabel
    starts_on: CalendarDay
    ends_on: CalendarDay
    time_zone: ZoneName
    languages: Annotated[tuple[Language, ...], Several(least=1, distinct=True)]
    trainees_stated: Count | None = None
    trainees_wording: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: ShortText | None = None
    text: LongText


@dataclass(frozen=True, kw_only=True)
class LabelledFact:
    """A fact under a label."""

    label: ShortText
    text: LongText


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of the event that has no place of its own, by topic.

    Files of version 1 may hold notes under two older names; they are read, and never written.
    """

    event: tuple[Fact, ...] = ()
    programme: tuple[LabelledFact, ...] = ()
    guests: tuple[Fact, ...] = ()
    thanks: tuple[LongText, ...] = ()
    panel: tuple[Fact, ...] = ()
    notes: tuple[Fact, ...] = ()
    spelling_variants: tuple[LabelledFact, ...] = ()
    inconsistencies: tuple[LongText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Guests from a city; without a size their number is not known."""

    city: Label
    size: Count | None = None
    contact: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person under a key by which the rest of the file speaks of them.

    `name` is the name as the source prints it; the parts and the printed forms are optional.
    """

    key: Key
    name: Name
    family_name: NamePart | None = None
    given_name: NamePart | None = None
    patronymic: NamePart | None = None
    printed_names: PrintedName | None = None
    position: PrintedText | None = None
    organisation: PrintedText | None = None
    school_kind: Word | None = None
    school_number: SmallNumber | None = None
    city: Label | None = None
    source_text: Note | None = None
    note: Note | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    person: Key
    role: SeatRole = "member"
    role_text: Text | None = None
    affiliation: Text | None = None
    note: Note | None = None


@dataclass(frozen=True, kw_only=True)
class QuizQuestion:
    question: Text
    answer: Text


@dataclass(frozen=True, kw_only=True)
class Draw:
    method: LongText
    rule_stated: bool = False
    notes: tuple[LongText, ...] = ()
    questions: Annotated[tuple[QuizQuestion, ...], Several(most=100)] = ()


@dataclass(frozen=True, kw_only=True)
class RunItem:
    kind: RunKind
    title: Title | None = None
    project: SmallNumber | None = None
    person: Key | None = None
    role_text: Text | None = None
    planned_minutes: Minutes | None = None
    note: LongText | None = None
    facts: tuple[LongText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Supervisor:
    person: Key
    title: ShortText | None = None
    wording: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    person: Key
    role: Label | None = None


@dataclass(frozen=True, kw_only=True)
class RespondentGroup:
    label: Label
    count: Count


@dataclass(frozen=True, kw_only=True)
class Survey:
    """How a team studied its question, and who was asked.

    `base` is an exact number of people, `base_over` a number that was exceeded, `base_text` the
    source's words for either.
    """

    method: ShortText | None = None
    base: Count | None = None
    base_over: Count | None = None
    base_text: Line | None = None
    schools: Count | None = None
    groups: tuple[RespondentGroup, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a team studied, showed or found; `base` is how many people a percentage is of."""

    kind: FindingKind
    text: LongText
    percent: Percent | None = None
    base: Count | None = None
    check: Caption | None = None


@dataclass(frozen=True, kw_only=True)
class SwotEntry:
    quadrant: Quadrant
    text: LongText


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    text: LongText
    addressee: ShortText | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    number: SmallNumber
    topic: PrintedTitle
    abstract: LongText | None = None
    supervisor: Supervisor
    members_listed: bool
    members: Annotated[tuple[Member, ...], Several(most=200)] = ()
    survey: Survey | None = None
    findings: tuple[Finding, ...] = ()
    swot: tuple[SwotEntry, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """Why some experts stand near some projects without supervising them."""

    kind: Tie
    experts: Annotated[tuple[Key, ...], Several(least=1, most=100, distinct=True)]
    projects: Annotated[tuple[SmallNumber, ...], Several(least=1, distinct=True)]
    reason: Note


@dataclass(frozen=True, kw_only=True)
class Level:
    points: Points
    text: LongText


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What an expert gives points for, from `minimum` to `maximum` by `step`."""

    key: ShortKey
    name: Label
    weight: Percent
    minimum: Points
    maximum: Points
    step: Points
    levels: Annotated[tuple[Level, ...], Several(most=50)] = ()


@dataclass(frozen=True, kw_only=True)
class Rubric:
    criteria: Annotated[tuple[Criterion, ...], Several(least=1, most=30)]


@dataclass(frozen=True, kw_only=True)
class Signatory:
    role: PrintedShortText
    name: Name | None = None


@dataclass(frozen=True, kw_only=True)
class DiplomaTexts:
    """The words of the document around the holder's name and the topic, and its main language."""

    language: Language
    title: Heading
    lead: Lead
    before_topic: PrintedLongText | None = None
    after_topic: PrintedLongText | None = None
    signatories: Annotated[tuple[Signatory, ...], Several(most=4)] = ()


@dataclass(frozen=True, kw_only=True)
class EventFile:
    format: Literal["qorgau-event"] = "qorgau-event"
    version: Literal[1] = 1
    source: Source | None = None
    event: EventInfo
    published: Annotated[tuple[Switch, ...], Several(distinct=True)] = ()
    rubric: Literal["default"] | Rubric
    diploma: Literal["default"] | DiplomaTexts
    facts: Facts = Facts()
    delegations: tuple[Delegation, ...] = ()
    people: Annotated[tuple[Person, ...], Several(least=1, most=2_000)]
    panel: Annotated[tuple[Seat, ...], Several(least=1, most=100)]
    draw: Draw | None = None
    run: Annotated[tuple[RunItem, ...], Several(least=1)]
    projects: Annotated[tuple[Project, ...], Several(least=1, most=300)]
    disclosures: tuple[Disclosure, ...] = ()

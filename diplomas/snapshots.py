"""The words of one diploma, fixed when it is issued: JSON in the row, then a record for the renderer."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from diplomas.errors import TOO_LONG, UNPRINTABLE, NameRefused
from diplomas.models import Design, Diploma
from diplomas.record import DiplomaRecord, filled_in, in_capitals
from diplomas.texts import DUPLICATE, HOURS, REHEARSAL, STAMP, in_language, supervised_by
from events.days import days_in_words
from events.models import Event, Person
from events.pdf.faces import FACES_OF_NAMES
from events.printing import name_fits, unprintable_letters
from events.quotes import nested, quoted
from projects.models import Project

Snapshot = dict[str, Any]
MARK: Final = "duplicate"
# What an award is for, by language, as it was entered: words of a person that no row keeps but this one.
AWARD: Final = "award"
UNDATED: Final = "undated"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Registration:
    """What the register knows of a diploma: its number, its public code and where that is checked."""

    number: str
    code: str
    verify_url: str


class Printed(Protocol):
    """Somebody's words that a diploma prints."""

    @property
    def position(self) -> Any: ...
    @property
    def organisation(self) -> Any: ...

    def printed_name(self, language: str | None = None) -> str: ...


@dataclasses.dataclass(frozen=True)
class Wording:
    """What all documents of a kind have in common; `chair` is the name of the panel's chair, or nothing.

    `award` says by language what the awards are for that are worded so.
    """

    event: Event
    design: Design
    chair: str
    award: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.design.language

    @property
    def names_supervisors(self) -> bool:
        return self.design.kind in Diploma.KINDS_OF_TEAMS

    @cached_property
    def of_event(self) -> Snapshot:
        words = words_of_event(self.event, self.design, self.chair, self.award)
        return words | {AWARD: dict(self.award)} if self.award else words

    @cached_property
    def title(self) -> str:
        return title_of(self.design)


def take_snapshot(
    registration: Registration,
    *,
    person: Person,
    topics: Sequence[object],
    supervisors: Sequence[str],
    wording: Wording,
) -> Snapshot:
    """Every word that this diploma will say, in the design's language.

    `supervisors` are those of the project. The days are the event's, and the diploma is of its last one.
    """
    return {
        **words_of_team(topics, supervisors, wording),
        **words_of_member(person, registration.number, wording),
        "code": registration.code,
        "verify_url": registration.verify_url,
    }


def as_duplicate(printed: Mapping[str, Any], number: str, registration: Registration) -> Snapshot:
    """The words of a lost diploma, for another number and code, with the mark of a duplicate."""
    title = printed.get("title", "").removesuffix(f" № {number}")
    mark = DUPLICATE[printed.get("language", "kk")].format(number=number)
    return {
        **printed,
        "number": registration.number,
        "title": f"{title} № {registration.number}",
        "code": registration.code,
        "verify_url": registration.verify_url,
        MARK: mark,
    }


def is_duplicate(snapshot: Mapping[str, Any]) -> bool:
    return bool(snapshot.get(MARK))


def words_of_work(projects: Sequence[Project], wording: Wording) -> Snapshot:
    """What the documents for the same work have in common: of a team, of a supervisor, or of the panel."""
    topics = [project.topic for project in projects]
    return words_of_team(topics, supervisors_told(projects, wording), wording)


def supervisors_told(projects: Sequence[Project], wording: Wording) -> Sequence[str]:
    """On what a team gets, who supervised it."""
    if not wording.names_supervisors:
        return ()
    return projects[0].printed_supervisors(wording.language)


def words_of_team(
    topics: Iterable[object], supervisors: Sequence[str], wording: Wording
) -> Snapshot:
    """The same for topics and names; a supervisor may have several topics."""
    language = wording.language
    return wording.of_event | as_json(
        topic=", ".join(quoted(in_language(each, language), language) for each in topics),
        supervised_by=supervised_by(len(supervisors), language) if supervisors else "",
        supervisors=tuple(supervisors),
    )


def words_of_member(person: Printed, number: str, wording: Wording) -> Snapshot:
    language = wording.language
    return as_json(
        name=person.printed_name(language),
        name_note=_joined(", ", [person.position, person.organisation], language),
        number=number,
        title=f"{wording.title} № {number}",
    )


def words_of_event(event: Event, design: Design, chair: str, award: Mapping[str, str]) -> Snapshot:
    """What all documents of a kind say, or all awards for the same."""
    language = design.language
    days = days_of_paper(event, design)
    course = in_language(event.course, language)
    given = {"programme": course, "chair": chair}
    if award:
        given["award"] = in_language(dict(award), language)
    return as_json(
        issuer=nested(in_language(event.organiser, language), language),
        kind=in_capitals(title_of(design)),
        kinds=" · ".join(other_titles(design, event)),
        lead=nested(in_language(design.lead, language), language),
        before_topic=lines(design.before_topic, language, given),
        after_topic=(*lines(design.after_topic, language, given), *hours_told(design)),
        signatories=tuple(signatories(design, language, given)),
        place_and_date=_joined(" · ", [event.city, days], language),
        issued_on=event.ends_on,
        language=language,
        watermark=REHEARSAL[language] if event.is_rehearsal else "",
        stamp=STAMP[language] if design.stamp == Design.Shown.PRINTED else "",
        **said_beside(design),
        programme=nested(clean(course), language),
        starts_on=event.starts_on,
    )


def days_of_paper(event: Event, design: Design) -> str:
    if design.dates == Design.Shown.NONE:
        return ""
    return days_in_words(event.starts_on, event.ends_on, design.language, on_paper=True)


def said_beside(design: Design) -> Snapshot:
    """What most documents do not say: hours, and that no day is printed."""
    hours = {"hours": str(design.hours)} if design.hours else {}
    return hours | ({UNDATED: True} if design.dates == Design.Shown.NONE else {})


def hours_told(design: Design) -> tuple[str, ...]:
    return (HOURS[design.language].format(hours=design.hours),) if design.hours else ()


def title_of(design: Design) -> str:
    return nested(in_language(design.title, design.language), design.language)


def _joined(between: str, texts: Sequence[Any], language: str) -> str:
    """The texts that say something in this language."""
    said = (nested(in_language(text, language), language) for text in texts)
    return between.join(filled(said))


def record_of(snapshot: Mapping[str, Any]) -> DiplomaRecord:
    """What the renderer prints, back from the row; what a record had not yet when it was issued is empty.

    The mark of a duplicate stands below the title, where the title in other languages does.
    """
    names = {field.name for field in dataclasses.fields(DiplomaRecord)}
    values = {name: frozen(value) for name, value in snapshot.items() if name in names}
    values["kinds"] = " · ".join(filled([snapshot.get("kinds", ""), snapshot.get(MARK, "")]))
    values["issued_on"] = date.fromisoformat(snapshot["issued_on"])
    return DiplomaRecord(**values)


def days_of(snapshot: Mapping[str, Any], language: str | None) -> str:
    """The days that the diploma says; one issued before several were said says its last."""
    last = date.fromisoformat(snapshot["issued_on"])
    first = date.fromisoformat(snapshot.get("starts_on", snapshot["issued_on"]))
    return days_in_words(first, last, language, on_paper=True)


def check_name(name: str) -> None:
    """Raise NameRefused, naming the person, for a name that cannot be set on a diploma."""
    if unprintable_letters(name, FACES_OF_NAMES):
        raise NameRefused(name, UNPRINTABLE)
    if not name_fits(name):
        raise NameRefused(name, TOO_LONG)


def other_titles(design: Design, event: Event) -> list[str]:
    """The title in the event's other languages; one that differs in capitals alone stands once."""
    told = [
        nested(in_language(design.title, each), each)
        for each in (design.language, *event.languages)
    ]
    first_of = {title.casefold(): title for title in reversed(filled(told))}
    others = dict.fromkeys(first_of[title.casefold()] for title in filled(told))
    return list(others)[1:]


def signatories(
    design: Design, language: str, given: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for each in design.signatories:
        yield (
            nested(in_language(each["role"], language), language),
            filled_in(each.get("name", ""), given),
        )


def lines(text: object, language: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """Line by line; what is filled in between quotation marks may bring some of its own."""
    whole = filled_in(in_language(text, language), given)
    return tuple(nested(line, language) for line in filled(whole.splitlines()))


def filled(texts: Any) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def clean(text: str) -> str:
    """NFC, with single spaces. Control and direction characters stay: they are refused, not hidden."""
    return re.sub("[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip()


def as_json(**words: object) -> Snapshot:
    return {name: plain(value) for name, value in words.items()}


def plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, date):
        return value.isoformat()
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def frozen(value: Any) -> Any:
    return tuple(frozen(each) for each in value) if isinstance(value, list) else value

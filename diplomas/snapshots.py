"""The words of one diploma, fixed when it is issued: JSON in the row, then a record for the renderer."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from diplomas.colours import ACCENTS, USUAL
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
# The same words in the other languages of the page, a snapshot each.
BESIDE: Final = "beside"


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

    `award` says by language what the awards are for that are worded so. `beside` are those in the other languages of
    the page; `logo` says the hash of its file when a document is issued.
    """

    event: Event
    design: Design
    chair: str
    award: Mapping[str, str] = dataclasses.field(default_factory=dict)
    beside: "tuple[Wording, ...]" = ()
    logo: Callable[[], str] = str

    @property
    def all_languages(self) -> "tuple[Wording, ...]":
        return (self, *self.beside)

    @property
    def language(self) -> str:
        return self.design.language

    @property
    def names_supervisors(self) -> bool:
        return self.design.kind in Diploma.KINDS_OF_TEAMS

    @cached_property
    def of_event(self) -> Snapshot:
        words = words_of_event(self.event, self.design, self.chair, self.award)
        if self.award:
            words |= {AWARD: dict(self.award)}
        if self.beside:
            del words["kinds"]  # each title stands among those of the page
        return words

    @cached_property
    def title(self) -> str:
        return title_of(self.design)


def take_snapshot(
    registration: Registration,
    *,
    person: Person,
    topics: Sequence[object],
    supervisors: Sequence[str] | Mapping[str, Sequence[str]],
    wording: Wording,
) -> Snapshot:
    """Every word that this diploma will say, in the languages of the wording.

    `supervisors` are those of the project, by language or the same in each. The days are the event's, and the diploma
    is of its last one.
    """

    def in_one(each: Wording) -> Snapshot:
        named = supervisors[each.language] if isinstance(supervisors, Mapping) else supervisors
        own = words_of_member(person, registration.number, each)
        return words_of_team(topics, named, each) | own

    logo = wording.logo()
    return {
        **in_one(wording),
        **in_other_languages(wording, in_one),
        **({"logo": logo} if logo else {}),
        "code": registration.code,
        "verify_url": registration.verify_url,
    }


def in_other_languages(wording: Wording, words: Callable[[Wording], Snapshot]) -> Snapshot:
    """Nothing for a page in one language."""
    return (
        {BESIDE: [beside_others(words(each)) for each in wording.beside]} if wording.beside else {}
    )


def beside_others(words: Snapshot) -> Snapshot:
    """Without what the page says once."""
    once = ("kinds", AWARD, "watermark", "stamp")
    return {name: said for name, said in words.items() if name not in once}


def as_duplicate(printed: Mapping[str, Any], number: str, registration: Registration) -> Snapshot:
    """The words of a lost diploma, for another number and code, with the mark of a duplicate."""
    title = printed.get("title", "").removesuffix(f" № {number}")
    languages = [each.get("language", "kk") for each in (printed, *printed.get(BESIDE, ()))]
    mark = " · ".join(DUPLICATE[each].format(number=number) for each in languages)
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
    """What most documents do not say: hours, that no day is printed, and another colour than the usual one."""
    said: Snapshot = {"hours": str(design.hours)} if design.hours else {}
    if design.dates == Design.Shown.NONE:
        said[UNDATED] = True
    if design.accent != USUAL:
        said["accent"] = ACCENTS[design.accent]
    return said


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
    names = {field.name for field in dataclasses.fields(DiplomaRecord)} - {BESIDE}
    values = {name: frozen(value) for name, value in snapshot.items() if name in names}
    values["kinds"] = " · ".join(filled([snapshot.get("kinds", ""), snapshot.get(MARK, "")]))
    values["issued_on"] = date.fromisoformat(snapshot["issued_on"])
    shared = {"code": snapshot["code"], "verify_url": snapshot["verify_url"]}
    beside = tuple(record_of(each | shared) for each in snapshot.get(BESIDE, ()))
    return DiplomaRecord(**values, beside=beside)


def languages_on(words: Mapping[str, Any]) -> list[str]:
    """Those of the page, the main one first; none of one that was issued before it was said."""
    every = (words, *words.get(BESIDE, ()))
    return [each["language"] for each in every if "language" in each]


def names_on(words: Mapping[str, Any]) -> list[str]:
    """The holder's name in each language of the page."""
    return [words["name"], *(each["name"] for each in words.get(BESIDE, ()))]


def days_of(snapshot: Mapping[str, Any], language: str | None) -> str:
    """The days that the diploma says; one issued before several were said says its last."""
    last = date.fromisoformat(snapshot["issued_on"])
    first = date.fromisoformat(snapshot.get("starts_on", snapshot["issued_on"]))
    return days_in_words(first, last, language, on_paper=True)


def refusal_of(names: Iterable[str]) -> NameRefused | None:
    """Why the first of these names that cannot be set on a diploma is refused."""
    for name in names:
        if unprintable_letters(name, FACES_OF_NAMES):
            return NameRefused(name, UNPRINTABLE)
        if not name_fits(name):
            return NameRefused(name, TOO_LONG)
    return None


def check_names(names: Iterable[str]) -> None:
    """Raises NameRefused."""
    if refused := refusal_of(names):
        raise refused


def names_to_print(person: Person, wording: Wording) -> list[str]:
    """In each language of the page."""
    return [person.printed_name(each.language) for each in wording.all_languages]


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

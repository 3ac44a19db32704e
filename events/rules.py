"""What the day may be. A flaw is refused always; a gap is allowed in a draft.

Places are those of the event file: `people[3].name`, `panel`, `projects[2].members`; the flaws of one
row stand within the row: `school_kind`. Of a row or a set that was read in part, what could not be read
is None, and nothing is said of it.

Flaws: dates in the wrong order, a key used twice or by nobody, a numbered school of no kind, a project
beside a line that is no defense, two draws, a scale that does not work.
Gaps: nobody known, nothing on the run of show, a line without its title or speaker, no criteria, weights
other than 100.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from events.damage import meant_in_kazakh
from events.lookalikes import mixed_words
from events.texts import Translated, languages_of

FULL_WEIGHT = Decimal(100)
PARTS_OF_A_NAME = ("name", "family_name", "given_name", "patronymic")
MOST_VALUES = 1001  # of a scale: 0 to 100 in tenths
E = TypeVar("E")


@dataclass(frozen=True)
class Placed:
    """A sentence about one place of an event."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class Flaw(Placed):
    """Something that contradicts itself or could not be kept; always refused."""


class Gap(Placed):
    """Something that is missing until the event can open."""


class Note(Placed):
    """Something that is taken, and that somebody should look at."""


def first_part(place: str) -> str:
    """The section or the column that a place begins with: `people` of `people[3].name`."""
    return re.split(r"[.\[]", place)[0]


class Keyed(Protocol):
    """A person or a criterion, as far as its key is concerned."""

    @property
    def key(self) -> str: ...


class Named(Protocol):
    """A person's names, of the event file or of the database."""

    @property
    def name(self) -> str: ...
    @property
    def family_name(self) -> str | None: ...
    @property
    def given_name(self) -> str | None: ...
    @property
    def patronymic(self) -> str | None: ...
    @property
    def printed_names(self) -> Any: ...


class RunLine(Protocol):
    """A line of the run of show that may name a person and a project."""

    @property
    def kind(self) -> str: ...
    @property
    def person(self) -> str | None: ...
    @property
    def project(self) -> int | None: ...


@dataclass(frozen=True)
class Line:
    """A line of the run of show, as far as gaps are concerned."""

    kind: str
    has_title: bool
    has_person: bool


def readable(entries: Sequence[E | None] | None) -> Iterator[tuple[int, E]]:
    """The readable entries of a list, with their positions."""
    return ((i, entry) for i, entry in enumerate(entries or ()) if entry is not None)


def dates_flaws(starts_on: date | None, ends_on: date | None) -> Iterator[Flaw]:
    if starts_on and ends_on and ends_on < starts_on:
        yield Flaw("ends_on", _("The event ends before it starts."))


def notes_flaws(count: int, most: int) -> Iterator[Flaw]:
    """Of the notes together with those under their former names."""
    if count > most:
        reason = _(
            "With those under former names these are %(count)s notes; at most %(most)s are taken."
        )
        yield Flaw("notes", reason % {"count": count, "most": most})


def school_flaws(kind: str | None, number: int | None) -> Iterator[Flaw]:
    if number and not kind:
        yield Flaw("school_kind", _("A numbered school needs its kind as well."))


def naming_flaws(named: bool | None, on: date | None) -> Iterator[Flaw]:
    """What was said, and the day on which, belong together."""
    if (named is None) != (on is None):
        sentence = _("Whether somebody may be named in public stands with the day it was said.")
        yield Flaw("named_in_public_on", sentence)


def people_flaws(people: Sequence[Keyed | None] | None) -> Iterator[Flaw]:
    first: dict[str, int] = {}
    for i, person in readable(people):
        if person.key and first.setdefault(person.key, i) != i:
            reason = _("The key “%(key)s” belongs to people[%(first)s] already.")
            sentence = reason % {"key": person.key, "first": first[person.key]}
            yield Flaw(f"people[{i}].key", sentence)


def name_notes(place: str, name: str) -> Iterator[Note]:
    """Words that look right and are written with letters of two scripts, or of another code page."""
    if meant := meant_in_kazakh(name):
        reason = _("This was saved as KZ-1048 and read as Windows-1251; it was “%(meant)s”.")
        yield Note(place, reason % {"meant": meant})
    for word, strange in mixed_words(name):
        reason = _("The word “%(word)s” mixes scripts; of another one are: %(letters)s.")
        letters = ", ".join(f"{each} (U+{ord(each):04X})" for each in dict.fromkeys(strange))
        yield Note(place, reason % {"word": word, "letters": letters})


def people_notes(people: Iterable[Named]) -> Iterator[Note]:
    """The same of all that a person is called, in the order of the people."""
    for i, person in enumerate(people):
        place = f"people[{i}]"
        for part in PARTS_OF_A_NAME:
            yield from name_notes(f"{place}.{part}", getattr(person, part) or "")
        printed = person.printed_names or {}
        names = languages_of(printed) if isinstance(printed, Translated) else printed
        for language, name in names.items():
            yield from name_notes(f"{place}.printed_names.{language}", name)


def known_keys(people: Sequence[Keyed | None] | None) -> frozenset[str] | None:
    """The keys of all people, or None while one of them cannot be read."""
    if people is None or any(person is None or not person.key for person in people):
        return None
    return frozenset(person.key for person in people if person)


def unknown_keys(
    references: Iterable[tuple[str, str | None]], known: Collection[str] | None
) -> Iterator[Flaw]:
    """Of places that speak of a person by key: those where nobody has the key."""
    for place, key in references:
        if known is not None and key and key not in known:
            yield Flaw(place, _("Nobody in people has the key “%(key)s”.") % {"key": key})


def people_gaps(count: int) -> Iterator[Gap]:
    if not count:
        yield Gap("people", _("Nobody is known yet."))


def run_item_flaws(kind: str | None, project: int | None) -> Iterator[Flaw]:
    if project is not None and kind not in (None, "defense"):
        yield Flaw("project", _("Only a defense has a project."))


def run_flaws(
    run: Sequence[RunLine | None] | None, known: Collection[str] | None
) -> Iterator[Flaw]:
    lines = list(readable(run))
    yield from unknown_keys(((f"run[{i}].person", line.person) for i, line in lines), known)
    draws = [i for i, line in lines if line.kind == "draw"]
    for i in draws[1:]:
        reason = _("There is one draw, and run[%(first)s] holds it already.")
        yield Flaw(f"run[{i}].kind", reason % {"first": draws[0]})


def run_gaps(lines: Sequence[Line]) -> Iterator[Gap]:
    if not lines:
        yield Gap("run", _("The run of show has no line yet."))
    for i, line in enumerate(lines):
        if line.kind == "defense":
            continue
        if not line.has_title:
            reason = _("Line %(number)s of the run of show needs a title.")
            yield Gap(f"run[{i}].title", reason % {"number": i + 1})
        if line.kind == "speech" and not line.has_person:
            reason = _("The speech in line %(number)s needs the person who gives it.")
            yield Gap(f"run[{i}].person", reason % {"number": i + 1})


def criterion_flaws(
    weight: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    step: Decimal | None,
    levels: Sequence[Decimal | None],
) -> Iterator[Flaw]:
    """Whether points can be given on the scale, and the described ones are among them."""
    if weight == 0:
        yield Flaw("weight", _("A criterion without weight decides nothing."))
    flaw = _scale_flaw(low, high, step)
    if flaw:
        yield flaw
    elif low is not None and high is not None and step:
        yield from _levels_flaws(low, high, step, levels)
    for points, count in Counter(levels).items():
        if points is not None and count > 1 and not flaw:
            reason = _("%(points)s points are described twice.")
            yield Flaw("levels", reason % {"points": points})


def _scale_flaw(low: Decimal | None, high: Decimal | None, step: Decimal | None) -> Flaw | None:
    if step == 0:
        return Flaw("step", _("The step must be more than 0."))
    if low is None or high is None:
        return None
    if low >= high:
        return Flaw("maximum", _("The highest points must be more than the lowest."))
    if step and (high - low) % step:
        reason = _("Steps of %(step)s do not lead from %(low)s to %(high)s.")
        return Flaw("step", reason % {"step": step, "low": low, "high": high})
    return _fineness_flaw(low, high, step) if step else None


def _fineness_flaw(low: Decimal, high: Decimal, step: Decimal) -> Flaw | None:
    count = int((high - low) / step) + 1
    if count <= MOST_VALUES:
        return None
    reason = _(
        "From %(low)s to %(high)s in steps of %(step)s there are %(count)s values; at most %(most)s"
        " can be offered."
    )
    scale = {"low": low, "high": high, "step": step, "count": count, "most": MOST_VALUES}
    return Flaw("step", reason % scale)


def _levels_flaws(
    low: Decimal, high: Decimal, step: Decimal, levels: Sequence[Decimal | None]
) -> Iterator[Flaw]:
    for i, points in readable(levels):
        if not low <= points <= high or (points - low) % step:
            reason = _("No expert can give %(points)s points on this scale.")
            yield Flaw(f"levels[{i}].points", reason % {"points": points})


def rubric_flaws(criteria: Sequence[Keyed | None] | None) -> Iterator[Flaw]:
    first: dict[str, int] = {}
    for i, criterion in readable(criteria):
        if criterion.key and first.setdefault(criterion.key, i) != i:
            reason = _("The key “%(key)s” belongs to criteria[%(first)s] already.")
            sentence = reason % {"key": criterion.key, "first": first[criterion.key]}
            yield Flaw(f"rubric.criteria[{i}].key", sentence)


def rubric_gaps(weights: Sequence[Decimal]) -> Iterator[Gap]:
    weight = sum(weights, Decimal(0))
    if not weights:
        yield Gap("rubric.criteria", _("This event has no criteria yet."))
    elif weight != FULL_WEIGHT:
        reason = _("The weights add up to %(sum)s; they must make 100.")
        yield Gap("rubric.criteria", reason % {"sum": weight})

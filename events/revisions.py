"""Rows of an event file found, changed, put beside another, or new; nothing is changed in place.

What one act does to a section of the file. The whole file, and what it is loaded with, stand above
(`defense/workspace`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from events.editing import Edit, Refused, RowGone, edited, entry_from, found, replaced
from events.entries import PersonEntry, RunItemEntry
from events.errors import DomainError
from events.latin import new_key
from events.rules import Flaw

T = TypeVar("T")


def without(rows: Sequence[T], row: T) -> tuple[T, ...]:
    return tuple(each for each in rows if each is not row)


@dataclass(frozen=True)
class Beside:
    """Where a row goes: before or after the one that is known by `key`, wherever that stands then.

    So a move that is sent twice is done once, and one that meets another's move stays what it was.
    """

    key: str
    is_after: bool

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Beside":
        """What a button, or a line that was let go of, says. Raises RowGone if it says nothing."""
        for name in ("before", "after"):
            if key := sent.get(name):
                return cls(key, is_after=name == "after")
        raise RowGone


def moved(rows: Sequence[T], key_of: Callable[[T], str], key: str, to: Beside) -> tuple[T, ...]:
    """The rows with one of them put beside another. Raises RowGone."""
    row = found(rows, lambda each: key_of(each) == key)
    target = found(rows, lambda each: key_of(each) == to.key)
    if target is row:
        return tuple(rows)
    rest = without(rows, row)
    at = next(i for i, each in enumerate(rest) if each is target) + to.is_after
    return (*rest[:at], row, *rest[at:])


@dataclass(frozen=True)
class Who:
    """Somebody on the list, by the key, or the name of somebody who is not on it yet."""

    key: str
    name: str


def with_somebody(
    people: Sequence[PersonEntry], who: Who
) -> tuple[tuple[PersonEntry, ...], PersonEntry]:
    """The list with whoever is meant, and who it is. Raises RowGone, Refused.

    A name that is on the list already is no new person by itself: there, two of one name are told apart.
    """
    if who.key and who.name:
        raise Refused([Flaw("name", _("Choose somebody or give a new name, not both."))])
    if who.key:
        return tuple(people), found(people, lambda each: each.key == who.key)
    named = entry_from(PersonEntry, ["name"], {"name": who.name}, own="", base=_nobody())
    if any(each.name.casefold() == named.name.casefold() for each in people):
        reason = _("Somebody of this name is on the list: choose them above.")
        raise Refused([Flaw("name", reason)])
    person = named.model_copy(update={"key": new_key(named.name, {each.key for each in people})})
    return (*people, person), person


def _nobody() -> PersonEntry:
    return PersonEntry.model_construct(key="", name="")


LINE_SAID: Final = (
    "kind",
    "title",
    "project",
    "role_text",
    "planned_at",
    "planned_minutes",
    "note",
)
Run = tuple[RunItemEntry, ...]


class LineHasBegun(DomainError):
    """What was on stage stands where it stood, and nothing comes before it any more."""

    def __init__(self) -> None:
        super().__init__(
            _("What has begun or was skipped keeps its place, and nothing goes before it.")
        )


def with_new_line(
    run: Sequence[RunItemEntry], said: Edit, person: str | None, before: int | None, own: str
) -> Run:
    """A line before the one with this index, or at the end. Raises Refused."""
    base = RunItemEntry.model_construct(kind="speech", person=person)
    line = entry_from(RunItemEntry, LINE_SAID, said.given, own=own, base=base)
    at = len(run) if before is None else before
    return (*run[:at], line, *run[at:])


def with_line_said(
    run: Sequence[RunItemEntry], index: int, edit: Edit, person: str | None, own: str
) -> Run:
    """The line with what was changed in it. Raises what `edited` raises."""
    line = edited(run[index], edit, LINE_SAID, own=own)
    return replaced(run, run[index], line.model_copy(update={"person": person}))


def with_line_moved(run: Sequence[RunItemEntry], index: int, beside: int, *, is_after: bool) -> Run:
    numbered = list(enumerate(run))
    to = Beside(str(beside), is_after)
    in_order = moved(numbered, lambda each: str(each[0]), str(index), to)
    return tuple(line for _index, line in in_order)


@dataclass(frozen=True)
class InList(Generic[T]):
    """A row with the keys of those before and after it: where its buttons move it to."""

    row: T
    key: str
    before: str
    after: str


def in_list(rows: Sequence[T], key_of: Callable[[T], object]) -> list[InList[T]]:
    keys = ["", *(str(key_of(row)) for row in rows), ""]
    return [
        InList(row, key, before, after)
        for row, before, key, after in zip(rows, keys, keys[1:], keys[2:], strict=False)
    ]

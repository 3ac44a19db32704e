"""One row of an event file found, changed, added or taken out; the file itself is never changed in place."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from events.editing import Edit, entry_from, lines_from, lines_of
from events.entries import PersonEntry
from events.entry_base import Entry
from events.errors import DomainError
from experts.entries import SeatEntry
from projects.entries import ProjectEntry

E = TypeVar("E", bound=Entry)


class RowGone(DomainError):
    """What was to be changed is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("This was taken out meanwhile. Nothing was changed."))


def own_language(file: EventFile) -> str:
    """The language of a text that stands in none: the first one of the event."""
    return str(file.event.languages[0])


def edited(row: E, edit: Edit, names: Sequence[str], *, own: str) -> E:
    """The row with what its editor changed; values they left alone stay as they are written.

    Raises Overtaken, Refused.
    """
    current = lines_from(row, names, own=own)
    lines = edit.of(current).onto(current)
    changed = {
        name for line, name, _language in lines_of(type(row), names) if lines[line] != current[line]
    }
    in_order = [name for name in names if name in changed]
    return entry_from(type(row), in_order, lines, own=own, base=row)


def with_list(file: EventFile, name: str, rows: Sequence[Any]) -> EventFile:
    return file.model_copy(update={name: tuple(rows)})


def found(rows: Sequence[E], is_it: Callable[[E], bool]) -> E:
    """The row; raises RowGone."""
    for row in rows:
        if is_it(row):
            return row
    raise RowGone


def person_of(file: EventFile, key: str) -> PersonEntry:
    return found(file.people, lambda person: person.key == key)


def project_of(file: EventFile, number: int) -> ProjectEntry:
    return found(file.projects, lambda project: project.number == number)


def seat_of(file: EventFile, person: str) -> SeatEntry:
    return found(file.panel, lambda seat: seat.person == person)


def replaced(rows: Sequence[E], old: E, new: E) -> tuple[E, ...]:
    return tuple(new if row is old else row for row in rows)

"""One row of an event file found or put in its place; the file itself is never changed in place."""

from collections.abc import Sequence
from typing import Any

from defense.event_file import EventFile
from events.editing import RowGone as RowGone
from events.editing import edited as edited
from events.editing import found
from events.editing import replaced as replaced
from events.entries import PersonEntry
from experts.entries import SeatEntry
from projects.entries import ProjectEntry


def own_language(file: EventFile) -> str:
    """The language of a text that stands in none: the first one of the event."""
    return str(file.event.languages[0])


def with_list(file: EventFile, name: str, rows: Sequence[Any]) -> EventFile:
    return file.model_copy(update={name: tuple(rows)})


def person_of(file: EventFile, key: str) -> PersonEntry:
    return found(file.people, lambda person: person.key == key)


def project_of(file: EventFile, number: int) -> ProjectEntry:
    return found(file.projects, lambda project: project.number == number)


def seat_of(file: EventFile, person: str) -> SeatEntry:
    return found(file.panel, lambda seat: seat.person == person)

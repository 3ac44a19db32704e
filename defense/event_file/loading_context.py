"""What the parts of one loading share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from i18nfield.strings import LazyI18nString

from defense.event_file.differences import Journal, shown
from defense.event_file.rows import delete
from defense.event_file.schema import EventFile
from defense.event_file.wording import Wording, stored, told
from events.models import Event, Person, Room, RunItem
from experts.models import Seat
from projects.models import Project


@dataclass
class Loading:
    """One file on its way into one event: what was found and made so far, and what is to go."""

    file: EventFile
    event: Event
    journal: Journal
    is_new: bool
    people: dict[str, Person] = field(default_factory=dict)
    left_people: list[Person] = field(default_factory=list)
    projects: dict[int, Project] = field(default_factory=dict)
    kept_projects: dict[int, Project] = field(default_factory=dict)  # by id
    room: Room = field(default_factory=Room)
    run_items: list[RunItem] = field(default_factory=list)
    seats: dict[str, Seat] = field(default_factory=dict)
    _gone: list[Sequence[Model]] = field(default_factory=list)

    def delete_later(self, rows: Sequence[Model]) -> None:
        """Put rows aside until nothing that stays points at them any more."""
        self._gone.append(rows)

    def delete_now(self) -> None:
        """Projects first: their defenses hold lines of the run of show."""
        for rows in sorted(self._gone, key=lambda rows: not _are_projects(rows)):
            delete(rows)
        self._gone.clear()


def _are_projects(rows: Sequence[Model]) -> bool:
    return bool(rows) and isinstance(rows[0], Project)


def column(held: LazyI18nString | str) -> str:
    """A text column of a row, as `stored` would write it."""
    return stored(told(held))


def title_of(text: Wording | LazyI18nString | str | None) -> str:
    """A text as a line of the difference shows it."""
    return shown(told(text) if isinstance(text, LazyI18nString) else text)

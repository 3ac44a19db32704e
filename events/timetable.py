"""When the lines of a run of show are planned to begin, as far as that is known, and which are still ahead."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

# Any day: an hour and a length give another hour.
_DAY = date(2000, 1, 1)


class Staged(Protocol):
    """A line as far as it may be moved."""

    @property
    def started_at(self) -> datetime | None: ...
    @property
    def is_to_come(self) -> bool: ...


S = TypeVar("S", bound=Staged)


def still_ahead(lines: Sequence[S]) -> list[S]:
    """The lines to come after the last that has begun: among these one may be moved, or put in."""
    begun = max((i for i, line in enumerate(lines, start=1) if line.started_at), default=0)
    return [line for line in lines[begun:] if line.is_to_come]


def planned_hours(lines: Iterable[tuple[time | None, int | None]]) -> list[time | None]:
    """The hour of each line: its own, or when the line before it is planned to be over.

    After midnight, and after a line whose length is not known, nothing is known until the next own hour.
    """
    hours: list[time | None] = []
    expected: datetime | None = None
    for own, minutes in lines:
        if own is not None:
            expected = datetime.combine(_DAY, own)
        hours.append(expected.time() if expected else None)
        expected = expected + timedelta(minutes=minutes) if expected and minutes else None
        if expected and expected.date() != _DAY:
            expected = None
    return hours

"""When the lines of a run of show are planned to begin, as far as that is known."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

# Any day: an hour and a length give another hour.
_DAY = date(2000, 1, 1)


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

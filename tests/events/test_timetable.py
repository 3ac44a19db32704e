"""Planned hours follow from an hour of one's own and from the lengths of the lines before."""

from datetime import time

import pytest

from events.timetable import planned_hours

CASES = {
    "nothing known": ([(None, None), (None, 5)], [None, None]),
    "lengths add up": (
        [(time(9), 10), (None, 5), (None, None)],
        [time(9), time(9, 10), time(9, 15)],
    ),
    "unknown length": ([(time(9), None), (None, 5), (None, 5)], [time(9), None, None]),
    "own hour wins": ([(time(9), 10), (time(11), 5), (None, 5)], [time(9), time(11), time(11, 5)]),
    "over midnight": ([(time(23, 55), 10), (None, 5)], [time(23, 55), None]),
}


@pytest.mark.parametrize(("lines", "hours"), CASES.values(), ids=CASES)
def test_the_hour_of_each_line(lines, hours):
    assert planned_hours(lines) == hours

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.quorum import Attendance, least_of


@pytest.mark.parametrize(
    ("entitled", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (7, 5), (11, 8), (12, 8), (40, 27)]
)
def test_two_thirds_are_rounded_up(entitled, needed):
    assert least_of(entitled) == needed


@given(st.integers(0, 500))
def test_it_is_the_least_whole_number_of_two_thirds(count):
    assert 3 * least_of(count) >= 2 * count > 3 * (least_of(count) - 1)


@pytest.mark.parametrize(
    ("entitled", "taking_part", "is_met", "missing"),
    [(12, 8, True, 0), (12, 7, False, 1), (11, 11, True, 0), (0, 0, False, 0), (3, 0, False, 2)],
)
def test_a_quorum_is_met_by_as_many_as_are_needed(entitled, taking_part, is_met, missing):
    attendance = Attendance(entitled, taking_part)

    assert (attendance.is_met, attendance.missing) == (is_met, missing)

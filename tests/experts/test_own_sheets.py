"""Ties, drift and the short hash of an expert's own sheets: pure arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.pages.own_sheets import Drift, drift, tied

TOTALS = st.lists(st.fractions(min_value=0, max_value=100), min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("totals", "found"),
    [
        ([], None),
        ([70, 80, 90], None),
        ([70, 70, 80, 80], Drift(2, Fraction(70), Fraction(80))),
        # The third of five stands in neither half.
        ([70, 70, 0, 80, 90], Drift(2, Fraction(70), Fraction(85))),
        ([10, 10, 11, 50, 10, 10, 12], Drift(3, Fraction(31, 3), Fraction(32, 3))),
    ],
)
def test_the_halves_are_of_one_size_and_exact(totals, found):
    assert drift([Fraction(each) for each in totals]) == found


@given(TOTALS)
def test_the_other_way_round_it_is_the_other_way_round(totals):
    there, back = drift(totals), drift(totals[::-1])

    assert there.step == -back.step
    assert drift([totals[0]] * len(totals)).step == 0


def test_ties_are_exact_and_the_highest_come_first():
    third = Fraction(1, 3)
    totals = {4: Fraction(70), 1: 80 + third, 2: Fraction("80.33"), 7: Fraction(70), 5: 80 + third}

    assert tied(totals) == [[1, 5], [4, 7]]
    assert tied({}) == []

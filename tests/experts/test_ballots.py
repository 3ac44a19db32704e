from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.ballots import ABSTAINED, AGAINST, FOR, TEAM, BoxIsFull, Said, cast_into, count_of

YES, NO, NEITHER = Said(FOR), Said(AGAINST), Said(ABSTAINED)
ballots = st.lists(st.sampled_from([YES, NO, NEITHER, Said()]))


@pytest.mark.parametrize(
    ("given_ones", "leading", "winner"),
    [
        ([], (), None),
        ([NEITHER, NEITHER], (), None),
        ([YES, NEITHER, NEITHER], (YES,), YES),
        ([YES, NO], (NO, YES), None),
        ([YES, NO, NO], (NO,), NO),
        ([Said(TEAM, 5), Said(TEAM, 3), Said(TEAM, 5)], (Said(TEAM, 5),), Said(TEAM, 5)),
        ([Said(TEAM, 5), Said(TEAM, 3)], (Said(TEAM, 3), Said(TEAM, 5)), None),
    ],
)
def test_the_most_of_those_given_decide(given_ones, leading, winner):
    count = count_of(given_ones)

    assert (count.leading, count.winner) == (leading, winner)
    assert count.is_equal == (len(leading) > 1)


@given(ballots, st.randoms())
def test_blank_ones_and_the_order_count_for_nothing(given_ones, chance):
    shuffled = [*given_ones, Said()]
    chance.shuffle(shuffled)

    count = count_of(given_ones)

    assert count == count_of(shuffled)
    assert count.total == sum(not each.is_blank for each in given_ones)
    assert [count.of(each) for each in (YES, NO)] == [given_ones.count(YES), given_ones.count(NO)]


@given(ballots, st.sampled_from([YES, NO, NEITHER]), st.randoms())
def test_a_ballot_fills_one_blank_and_nothing_else(box, said, chance):
    box = [*box, Said()]

    after = cast_into(box, said, chance)

    assert Counter(after) == Counter(box) - Counter([Said()]) + Counter([said])


def test_a_box_takes_no_more_ballots_than_voters():
    with pytest.raises(BoxIsFull):
        cast_into([YES, NO], YES, Random(1))


def test_a_ballot_lies_anywhere_in_the_box():
    """The first of ten is found in each place; a box that is not shuffled leaves it where it was put."""
    places = {cast_into([Said()] * 10, YES, Random(seed)).index(YES) for seed in range(200)}

    assert places == set(range(10))

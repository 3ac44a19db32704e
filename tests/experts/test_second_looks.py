"""Which totals stand out: pure arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.scoring import ScoreTable
from experts.second_looks import residuals, standing_out, tells_enough

Cell = tuple[int, int]


def table(
    total: Callable[[int, int], Fraction | int],
    teams: int = 7,
    experts: int = 12,
    without: frozenset[Cell] = frozenset(),
) -> ScoreTable[int, int]:
    cells = {(i, j): Fraction(total(i, j)) for i in range(teams) for j in range(experts)}
    kept = {cell: value for cell, value in cells.items() if cell not in without}
    return ScoreTable(range(teams), range(experts), kept)


def additive(i: int, j: int) -> Fraction:
    """Every expert has an own strictness, and nothing else tells them apart."""
    return Fraction(60 + 3 * i - 2 * j)


def test_strictness_alone_stands_out_nowhere():
    found = table(additive, without=frozenset({(0, 3), (4, 11)}))

    assert set(residuals(found).values()) == {0}
    assert standing_out(found) == frozenset()


def test_a_slip_stands_out_and_says_the_same_at_every_reading():
    slipped = {(2, 5): 15}

    found = table(lambda i, j: additive(i, j) + slipped.get((i, j), 0))

    assert standing_out(found) == {(2, 5)}
    assert standing_out(found) == standing_out(table(lambda i, j: found.totals[i, j]))


@pytest.mark.parametrize(("by", "asked"), [(3, False), (4, True), (-4, True)])
def test_less_than_three_points_stand_out_nowhere(by, asked):
    """A slip of 4 leaves a residual of 4 x 6/7 x 11/12 = 22/7, one of 3 leaves 33/14."""
    found = table(lambda i, j: additive(i, j) + (by if (i, j) == (2, 5) else 0))

    assert abs(residuals(found)[2, 5]) == abs(by) * Fraction(66, 84)
    assert standing_out(found) == ({(2, 5)} if asked else set())


def test_noise_of_all_hides_what_would_stand_out_in_a_quiet_table():
    random = Random(2019)
    noise = {(i, j): random.choice((-8, 8)) for i in range(7) for j in range(12)}

    found = table(lambda i, j: additive(i, j) + noise[i, j] + (15 if (i, j) == (2, 5) else 0))

    assert standing_out(found) == frozenset()


@pytest.mark.parametrize(
    ("teams", "experts", "enough"), [(7, 12, True), (3, 6, True), (3, 5, False), (1, 12, False)]
)
def test_a_small_table_asks_nothing(teams, experts, enough):
    found = table(lambda i, j: 100 if (i, j) == (0, 0) else 50, teams, experts)

    assert tells_enough(found) == enough
    assert bool(standing_out(found)) == enough


def test_groups_that_no_expert_links_ask_nothing():
    halves = frozenset((i, j) for i in range(8) for j in range(12) if (i < 4) != (j < 6))

    found = table(lambda i, j: 90 if (i, j) == (0, 0) else 50, teams=8, without=halves)

    assert tells_enough(found)
    assert standing_out(found) == frozenset()


def test_a_team_of_two_totals_is_not_asked_about():
    of_two = frozenset((6, j) for j in range(2, 12))

    found = table(lambda i, j: additive(i, j) + (40 if (i, j) == (6, 0) else 0), without=of_two)

    assert abs(residuals(found)[6, 0]) > 15
    assert standing_out(found) == frozenset()


@given(st.integers(0, 2**32), st.integers(-30, 30), st.integers(0, 11))
def test_another_strictness_of_one_expert_changes_nothing(seed, by, expert):
    random = Random(seed)
    totals = {(i, j): random.randint(30, 70) for i in range(5) for j in range(12)}

    as_given = table(lambda i, j: totals[i, j], teams=5)
    stricter = table(lambda i, j: totals[i, j] + (by if j == expert else 0), teams=5)

    assert standing_out(as_given) == standing_out(stricter)

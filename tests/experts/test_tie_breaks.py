"""Each step of the chain, on two, three and seven teams that the rule leaves equal."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from experts.methods import Method, outcome
from experts.scoring import CriterionWeight, ScoreTable, sheet_total
from experts.tie_breaks import DecidedBy, Given, break_tie, by_weight

WEIGHTS = [
    CriterionWeight("research", Decimal(40), Decimal(10)),
    CriterionWeight("value", Decimal(30), Decimal(10)),
    CriterionWeight("answers", Decimal(30), Decimal(10)),
]


def of_sheets(sheets: dict[tuple[int, int], tuple[str, ...]]) -> Given[int]:
    """By team and expert: points for the three criteria."""
    keys = [each.key for each in WEIGHTS]
    points = {
        cell: dict(zip(keys, map(Decimal, given), strict=True)) for cell, given in sheets.items()
    }
    totals = {cell: sheet_total(each, WEIGHTS) for cell, each in points.items()}
    teams, experts = ({cell[at] for cell in sheets} for at in (0, 1))
    return Given(ScoreTable(sorted(teams), sorted(experts), totals), points, WEIGHTS)


def tried_on(given: Given[int], rule: Method = Method.CORRECTED_MEAN):
    """The places by the rule, then what the chain makes of all teams, which are equal by it."""
    places = outcome(given.table, rule).places
    assert set(places.values()) == {1}
    return break_tie(given.table.teams, given, rule)


def test_criteria_of_equal_weight_stand_together_the_heaviest_first():
    found = by_weight(reversed(WEIGHTS))

    assert [[each.key for each in level] for level in found] == [["research"], ["answers", "value"]]


def strict_twelfth() -> dict[tuple[int, int], tuple[str, ...]]:
    """SCORING 3.7: eleven experts give 80 to seven teams, the strict twelfth 60 to all but the first."""
    return {
        (team, j): ("6",) * 3 if j == 12 else ("8",) * 3
        for team in range(1, 8)
        for j in range(1, 13)
        if (team, j) != (1, 12)
    }


def test_no_step_favours_the_team_whose_strict_expert_was_recused():
    """The plain mean of what each was given is 80 for the first team and 235/3 for the others."""
    chain = tried_on(of_sheets(strict_twelfth()))

    assert chain.groups == ((1, 2, 3, 4, 5, 6, 7),)
    assert [each.step for each in chain.tried] == [
        DecidedBy.PLAIN_MEAN,
        DecidedBy.CRITERIA,
        DecidedBy.CRITERIA,
        DecidedBy.HEAD_TO_HEAD,
    ]
    assert [set(each.figures.values()) for each in chain.tried] == [{80}, {32}, {48}, set()]
    assert {(each.both, each.winner) for each in chain.tried[-1].duels if each.one == 1} == {
        (11, None)
    }
    assert not any(each.separates for each in chain.tried)


def test_without_an_expert_who_scored_all_of_them_means_and_criteria_compare_nothing():
    """A ring of three: each expert stands aside for one team, and the means of each team's own would differ."""
    chain = break_tie([1, 2, 3], rows("- 9 6", "6 - 9", "9 9 -"), Method.CORRECTED_MEAN)

    assert [each.compares for each in chain.tried] == [False, False, False, True]
    assert [each.groups for each in chain.tried[:3]] == [((1, 2, 3),)] * 3


@drawn(seed=st.integers(0, 10**6), teams=st.integers(2, 4))
def test_strictness_and_the_sheets_of_who_is_recused_part_nobody(seed, teams):
    """Totals are whole numbers, so that no other rounding is at work."""
    random = Random(seed)
    numbers = list(range(1, teams + 1))
    cells = {
        (team, j): tuple(str(random.randint(4, 6)) for _ in WEIGHTS)
        for team in numbers
        for j in range(1, 6)
        if (team, j) != (1, 5)
    }
    strict, more = random.randint(1, 5), random.randint(1, 4)
    shifted = {
        (team, j): tuple(str(int(each) + more * (j == strict)) for each in points)
        for (team, j), points in cells.items()
    }
    without = {cell: points for cell, points in cells.items() if cell[1] != 5}
    chain, other, less = (
        break_tie(numbers, of_sheets(each), Method.CORRECTED_MEAN)
        for each in (cells, shifted, without)
    )

    assert [each.groups for each in other.tried] == [each.groups for each in chain.tried]
    assert other.groups == chain.groups
    assert less.tried[0] == chain.tried[0]
    if teams == 2:
        assert less == chain


ONE_STEP = {  # equal totals; the first criterion tells them apart
    **{(1, j): ("9", "6", "6") for j in (1, 2)},
    **{(2, j): ("6", "8", "8") for j in (1, 2)},
}


def test_the_heaviest_criterion_separates_two():
    chain = tried_on(of_sheets(ONE_STEP))

    assert chain.groups == ((1,), (2,))
    assert [chain.separated_by(team) for team in (1, 2)] == [DecidedBy.CRITERIA] * 2
    (criteria,) = [each for each in chain.tried if each.step == DecidedBy.CRITERIA]
    assert (criteria.criteria, criteria.worth) == (("research",), 40)
    assert criteria.figures == {1: 36, 2: 24}


def test_a_part_that_a_step_leaves_goes_on_to_the_next_step():
    """Three teams: research parts the first from two, which two experts against one put in order."""
    sheets = {
        **{(1, j): ("9", "6", "6") for j in (1, 2, 3)},
        **{(2, j): ("7", "8", "8") for j in (1, 2)},
        (2, 3): ("4", "5", "6"),
        (3, 1): ("6", "7", "8"),
        (3, 2): ("6", "8", "7"),
        (3, 3): ("6", "6", "7"),
    }
    given = of_sheets(sheets)
    chain = break_tie([3, 2, 1], given, Method.RAW_MEAN)

    assert chain.groups[0] == (1,)
    assert chain.tried[0].groups == ((1,), (2, 3))
    assert chain.tried[-1].step == DecidedBy.HEAD_TO_HEAD
    assert chain.tried[-1].teams == (2, 3)
    assert chain.groups == ((1,), (2,), (3,))
    assert chain.tried[-1].duels[0].winner == 2


def rows(*totals: str) -> Given[int]:
    """Sheets of one figure for every criterion, a row a team; a dash is an empty cell."""
    cells = {
        (team, j): (figure,) * 3
        for team, row in enumerate(totals, start=1)
        for j, figure in enumerate(row.split(), start=1)
        if figure != "-"
    }
    return of_sheets(cells)


def test_head_to_head_parts_two_by_the_experts_who_scored_both():
    chain = break_tie([1, 2], rows("5 5 8", "6 6 6"), Method.RAW_MEAN)

    (duel,) = chain.tried[-1].duels
    assert (duel.for_one, duel.for_other, duel.both) == (1, 2, 3)
    assert chain.groups == ((2,), (1,))
    assert chain.separated_by(1) == DecidedBy.HEAD_TO_HEAD


def test_who_scored_one_of_two_alone_is_in_no_duel():
    chain = break_tie([1, 2], rows("5 6 5.5", "6 5 -"), Method.RAW_MEAN)

    (duel,) = chain.tried[-1].duels
    assert (duel.for_one, duel.for_other, duel.both) == (1, 1, 2)
    assert duel.winner is None


def test_a_cycle_of_three_separates_nothing_and_is_left_for_the_vote():
    chain = break_tie([1, 2, 3], rows("3 2 1", "2 1 3", "1 3 2"), Method.RAW_MEAN)

    assert [each.winner for each in chain.tried[-1].duels] == [1, 3, 2]
    assert chain.groups == ((1, 2, 3),)
    assert [chain.separated_by(team) for team in (1, 2, 3)] == [None] * 3


def test_three_that_beat_one_another_in_a_row_are_ordered():
    chain = break_tie([1, 2, 3], rows("1 1 7", "2 2 5", "3 3 3"), Method.RAW_MEAN)

    assert chain.groups == ((3,), (2,), (1,))


def test_head_to_head_parts_seven_and_leaves_a_cycle_of_three():
    """Team 7 beats all; 1, 2 and 3 beat one another in a ring, and the rest; 4 and 5 are equal, and beat 6."""
    points = {1: "765", 2: "657", 3: "576", 4: "333", 5: "333", 6: "222", 7: "999"}
    # A last expert, who makes the means equal and is outvoted in every duel.
    sheets = [
        f"{' '.join(three)} {Decimal(27 - sum(map(int, three)))}" for three in points.values()
    ]
    given = rows(*sheets)
    scale = [CriterionWeight(each.key, each.weight, Decimal(30)) for each in WEIGHTS]
    totals = {cell: sheet_total(each, scale) for cell, each in given.points.items()}
    table = ScoreTable(given.table.teams, given.table.experts, totals)

    chain = break_tie(range(1, 8), Given(table, given.points, scale), Method.RAW_MEAN)

    assert chain.groups == ((7,), (1, 2, 3), (4, 5), (6,))
    assert chain.separated_by(6) == DecidedBy.HEAD_TO_HEAD


def test_the_plain_mean_is_not_tried_where_it_is_the_rule():
    chain = tried_on(of_sheets(ONE_STEP), Method.RAW_MEAN)

    assert DecidedBy.PLAIN_MEAN not in {each.step for each in chain.tried}


def test_what_prints_alike_is_equal():
    """Means of 66.664 and 66.6636: equal to 0.01, as by the rule."""
    given = of_sheets({(1, 1): ("6.666", "6.666", "6.6656"), (2, 1): ("6.666", "6.666", "6.6648")})

    chain = break_tie([1, 2], given, Method.CORRECTED_MEAN)

    assert not chain.tried[0].separates
    assert chain.separated_by(1) == DecidedBy.HEAD_TO_HEAD


@pytest.mark.parametrize("teams", [2, 3, 7])
@drawn(seed=st.integers(0, 10**6))
def test_the_order_of_the_input_is_no_matter(teams, seed):
    """And every team stands in one group, whatever was given."""
    random = Random(seed)
    numbers, experts = list(range(1, teams + 1)), [1, 2, 3, 4]
    cells = {
        (team, j): tuple(str(random.randint(5, 7)) for _ in WEIGHTS)
        for team in numbers
        for j in experts
        if j == 1 or random.random() < 0.8
    }
    given = of_sheets(cells)
    shuffled = list(cells.items())
    random.shuffle(shuffled)
    other = of_sheets(dict(shuffled))
    turned = ScoreTable(other.table.teams[::-1], other.table.experts[::-1], other.table.totals)
    backwards = Given(turned, other.points, WEIGHTS[::-1])

    first = break_tie(numbers, given, Method.MEDIAN)
    second = break_tie(reversed(numbers), backwards, Method.MEDIAN)

    assert first.groups == second.groups
    assert sorted(team for group in first.groups for team in group) == numbers
    for winner, loser in zip(first.groups, first.groups[1:], strict=False):
        step = next(each for each in first.tried if _parts(each, winner, loser))
        if step.figures:
            assert step.figures[winner[0]] > step.figures[loser[0]]


def _parts(tried, winner, loser) -> bool:
    where = {team: at for at, group in enumerate(tried.groups) for team in group}
    return {*winner, *loser} <= where.keys() and where[winner[0]] < where[loser[0]]

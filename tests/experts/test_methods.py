from fractions import Fraction
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.models import Event
from experts.agreement import agreement as agreement_of
from experts.methods import (
    MOST_ORDERED,
    Method,
    best_order,
    borda_shares,
    kemeny_places,
    medians,
    outcome,
    pairwise_wins,
    standardised,
    trimmed_means,
)
from experts.scoring import ScoreTable, corrected_means, places, raw_means, round_for_display
from tests.experts.score_tables import complete_rows, rows_with_gaps, table, unhurried

# A hundred voters: how many put the four cities in this order.
TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}
CITIES = "MNCK"
FREE = (Method.STANDARDISED, Method.BORDA, Method.KEMENY, Method.CORRECTED_MEAN)


def election():
    orders = [order for order, voters in TENNESSEE.items() for _ in range(voters)]
    cells = {
        (city, voter): Fraction(order[::-1].index(city))
        for voter, order in enumerate(orders)
        for city in CITIES
    }
    return ScoreTable(CITIES, range(len(orders)), cells)


def agreement(wins, order):
    return sum(wins[one][other] for at, one in enumerate(order) for other in order[at + 1 :])


def groups_by_trial(wins):
    """Every order in turn: a group ends where all the best ones have the same teams before."""
    orders = list(permutations(range(len(wins))))
    most = max(agreement(wins, order) for order in orders)
    best = [order for order in orders if agreement(wins, order) == most]
    groups, begun = [], set()
    for size in range(1, len(wins) + 1):
        begins = {frozenset(order[:size]) for order in best}
        if len(begins) == 1:
            (begin,) = begins
            groups.append(tuple(sorted(begin - begun)))
            begun = set(begin)
    return groups


def test_an_event_may_choose_every_method():
    assert [str(method) for method in Method] == Event.ScoringRule.values


def test_the_election_of_tennessee():
    """Kemeny and Borda as published; by most first votes Memphis would win."""
    votes = election()
    wins = pairwise_wins(votes, CITIES)

    order = [CITIES[at] for (at,) in best_order(wins)]

    assert order == ["N", "C", "K", "M"]
    assert agreement(wins, [CITIES.index(city) for city in order]) == 393
    assert sum(map(sum, wins)) - 393 == 207
    assert kemeny_places(votes) == {"N": 1, "C": 2, "K": 3, "M": 4}
    assert {city: share * 3 for city, share in borda_shares(votes).items()} == {
        "N": 194,
        "C": 173,
        "M": 126,
        "K": 107,
    }


def test_highest_and_lowest_are_dropped_from_seven_totals_on():
    nine = [9.25, 9.50, 9.00, 9.75, 9.25, 9.50, 9.00, 9.25, 9.50]

    means = trimmed_means(table([nine, [9, 9, 1, *[None] * 6], [9] * 6 + [1, None, None]]))

    assert means == {0: Fraction("65.25") / 7, 1: Fraction(19, 3), 2: Fraction(9)}
    assert str(round_for_display(means[0], 2)) == "9.32"


def test_the_median_is_the_middle_or_the_mean_of_two():
    assert medians(table([[10, 90, 20], [10, 90, None], [None] * 3])) == {0: 20, 1: 50, 2: None}


def test_standardised_totals_stand_on_a_scale_of_ten_around_fifty():
    """Means 20 and 65, deviations 10 and 5: z = −1, 0, 1 from both."""
    assert standardised(table([[10, 60], [20, 65], [30, 70]])) == {0: 40, 1: 50, 2: 60}


def test_an_expert_without_any_spread_moves_nobody_apart():
    """Dividing by a deviation of zero would be the fault."""
    rows = [[10, 50], [20, 50], [30, 50]]

    assert standardised(table(rows)) == {0: 45, 1: 50, 2: 55}
    assert borda_shares(table(rows)) == {0: 25, 1: 50, 2: 75}
    assert kemeny_places(table(rows)) == {0: 3, 1: 2, 2: 1}


def test_an_expert_with_one_total_is_left_out_where_only_comparisons_count():
    scores = table([[60, None, 99], [70, None, None], [None, 80, None]])

    for means in (standardised(scores), borda_shares(scores), kemeny_places(scores)):
        assert means[2] is None
    assert kemeny_places(scores) == {0: 2, 1: 1, 2: None}
    assert borda_shares(scores) == {0: 0, 1: 100, 2: None}


def test_equal_totals_halve_a_comparison():
    assert borda_shares(table([[80], [80], [70]])) == {0: 75, 1: 75, 2: 0}


def test_teams_that_change_sides_between_best_orders_share_a_place():
    """A circle of three above a fourth: 1, 1, 1, 4. And two equal ones between two others: 1, 2, 2, 4."""
    circle = table([[90, 70, 80], [80, 90, 70], [70, 80, 90], [10, 10, 10]])
    middle = table([[90, 90], [80, 70], [70, 80], [10, 10]])

    assert kemeny_places(circle) == {0: 1, 1: 1, 2: 1, 3: 4}
    assert kemeny_places(middle) == {0: 1, 1: 2, 2: 2, 3: 4}


def test_above_the_most_that_can_be_ordered_the_places_of_borda_stand():
    rows = [[number, 2 * number] for number in range(MOST_ORDERED + 1)]

    assert kemeny_places(table(rows)) == places(borda_shares(table(rows)))
    assert kemeny_places(table(rows[1:])) == places(raw_means(table(rows[1:])))


@pytest.mark.parametrize("method", Method)
def test_a_table_without_totals_has_no_places(method):
    found = outcome(table([[None, None], [None, None]]), method)

    assert found.places == {0: None, 1: None}
    assert found.values == {0: None, 1: None}


@unhurried
@given(rows_with_gaps())
def test_kemeny_is_the_best_of_all_orders(rows):
    scores = table(rows)
    wins = pairwise_wins(scores, range(len(rows)))

    assert best_order(wins) == groups_by_trial(wins)


@pytest.mark.parametrize("seed", range(4))
def test_kemeny_is_exact_for_seven_teams(seed):
    """Against all 5,040 orders; with even numbers of wins, so that several are best."""
    chance = Random(seed)
    wins = [[0] * 7 for _team in range(7)]
    for one, other in combinations(range(7), 2):
        wins[one][other] = 2 * chance.randint(0, 3)
        wins[other][one] = 6 - wins[one][other]

    assert best_order(wins) == groups_by_trial(wins)


@unhurried
@given(rows_with_gaps(), st.data())
def test_who_gives_everybody_the_same_may_be_removed_under_every_method(rows, data):
    """Nothing divides by the spread of that expert, nor of those who are left, also where nobody has any."""
    flat = data.draw(st.sets(st.integers(0, len(rows[0]) - 1), min_size=1))
    rows = [[70 if j in flat and x is not None else x for j, x in enumerate(row)] for row in rows]
    gone = data.draw(st.sampled_from(sorted(flat)))
    left = [[x for j, x in enumerate(row) if j != gone] for row in rows]

    for each in (table(rows), table(left)):
        agreement_of(each)
        for method in Method:
            found = outcome(each, method)
            given_teams = {team for team in each.teams if each.row(team)}
            assert {team for team, place in found.places.items() if place} <= given_teams
            on_scale = [value for value in found.values.values() if value is not None]
            if method in (Method.CORRECTED_MEAN, Method.RAW_MEAN, Method.MEDIAN):
                assert all(0 <= value <= 100 for value in on_scale)


@unhurried
@given(rows_with_gaps(), st.integers(0, 20), st.sampled_from(FREE))
def test_what_one_expert_adds_to_everybody_changes_no_order(rows, more, method):
    """On totals far from the ends of the scale, where nothing is held."""
    near = [[None if x is None else 45 + x / 10 for x in row] for row in rows]
    added = [[None if x is None else x + (j == 1) * more for j, x in enumerate(r)] for r in near]
    assume(not corrected_means(table(near)).held and not corrected_means(table(added)).held)

    before, after = outcome(table(near), method), outcome(table(added), method)

    if method == Method.CORRECTED_MEAN:
        levels = [after.values[team] - before.values[team] for team in before.values]
        assert len(set(levels)) == 1
    else:
        assert after == before


@unhurried
@given(rows_with_gaps())
def test_a_mean_of_any_kind_stays_between_the_lowest_and_the_highest_given(rows):
    scores = table(rows)

    for means in (trimmed_means(scores), medians(scores), raw_means(scores)):
        for team, mean in means.items():
            given_totals = scores.row(team).values()
            assert min(given_totals) <= mean <= max(given_totals)
    assert all(0 <= share <= 100 for share in borda_shares(scores).values() if share is not None)


@unhurried
@given(complete_rows(), st.randoms(use_true_random=False), st.sampled_from(Method))
def test_no_method_asks_in_which_order_teams_and_experts_stand(rows, random, method):
    scores = table(rows)
    teams, experts = list(scores.teams), list(scores.experts)
    random.shuffle(teams)
    random.shuffle(experts)

    assert outcome(ScoreTable(teams, experts, scores.totals), method) == outcome(scores, method)


@unhurried
@given(complete_rows())
def test_a_mirror_panel_is_mirrored_by_standardising(rows):
    """Who gives 100 − x where another gives x takes everything back: all stand at 50."""
    mirrored = [[*row, *(100 - x for x in row)] for row in rows]

    assert set(standardised(table(mirrored)).values()) == {50}

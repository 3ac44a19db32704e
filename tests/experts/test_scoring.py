from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from experts import scoring
from experts.scoring import (
    CriterionWeight,
    ScoreTable,
    corrected_means,
    decimals_of_totals,
    order_differs,
    places,
    raw_means,
    round_for_display,
    sheet_total,
)
from tests.experts.score_tables import complete_rows, rows_with_gaps, table, unhurried

RUBRIC = [
    CriterionWeight("relevance", Decimal(15), Decimal(10)),
    CriterionWeight("research", Decimal(25), Decimal(10)),
    CriterionWeight("practical_value", Decimal(25), Decimal(10)),
    CriterionWeight("presentation", Decimal(15), Decimal(10)),
    CriterionWeight("answers", Decimal(10), Decimal(10)),
    CriterionWeight("teamwork", Decimal(10), Decimal(10)),
]
# Expert -> project of the model event; projects and experts are numbered as in its programme.
SEED_RECUSALS = {8: 2, 4: 3, 7: 4, 6: 5, 12: 7}

whole_points = st.integers(min_value=1, max_value=10).map(Decimal)


def recusal_table():
    """Eleven experts give 80 to all; a strict twelfth gives 60 to all but the first team."""
    return table([[80] * 11 + [None]] + [[80] * 11 + [60]] * 6)


def differences(means):
    return [mean - means[0] for mean in means.values()]


def held(total):
    return min(max(total, Fraction(0)), Fraction(100))


def effects_of(rows):
    """Levels μ + a_i and b_j by ordinary elimination over Fractions, apart from the program's."""
    cells = table(rows).totals
    experts = sorted({j for _, j in cells})
    size = len(rows) + len(experts)
    lines = [[Fraction(0)] * (size + 1) for _ in range(size + 1)]
    for (i, j), total in cells.items():
        at = len(rows) + experts.index(j)
        for one, other in ((i, at), (at, i)):
            lines[one][one] += 1
            lines[one][other] += 1
            lines[one][size] += total
    lines[size][len(rows) : size] = [Fraction(1)] * len(experts)
    for column in range(size):
        pivot = next(k for k in range(column, size + 1) if lines[k][column])
        lines[column], lines[pivot] = lines[pivot], lines[column]
        lines[column] = [value / lines[column][column] for value in lines[column]]
        for k, line in enumerate(lines):
            if k != column and line[column]:
                pairs = zip(line, lines[column], strict=True)
                lines[k] = [value - line[column] * other for value, other in pairs]
    solved = [line[size] for line in lines[:size]]
    return solved[: len(rows)], dict(zip(experts, solved[len(rows) :], strict=True))


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ((10, 10, 10, 10, 10, 10), Decimal(100)),
        ((1, 1, 1, 1, 1, 1), Decimal(10)),
        ((0, 0, 0, 0, 0, 0), Decimal(0)),
        ((8, 7, 9, 6, 10, 5), Decimal("76")),
        ((10, 1, 1, 1, 1, 1), Decimal("23.5")),
    ],
)
def test_sheet_total_weighs_points_to_a_hundred(points, total):
    given_points = {c.key: Decimal(p) for c, p in zip(RUBRIC, points, strict=True)}

    assert sheet_total(given_points, RUBRIC) == total


def test_sheet_total_is_not_rounded():
    criteria = [CriterionWeight(key, Decimal(100) / 4, Decimal(3)) for key in "abcd"]

    total = sheet_total(dict.fromkeys("abcd", Decimal(1)), criteria)

    assert total == Fraction(100, 3)


@pytest.mark.parametrize("keys", [["relevance"], [*(c.key for c in RUBRIC), "charm"]])
def test_sheet_without_exactly_the_criteria_of_the_rubric_has_no_total(keys):
    with pytest.raises(ValueError, match="do not match"):
        sheet_total(dict.fromkeys(keys, Decimal(5)), RUBRIC)


@unhurried
@given(st.lists(whole_points, min_size=6, max_size=6), st.integers(0, 5), whole_points)
def test_sheet_total_grows_with_every_point(points, at, step):
    keys = [criterion.key for criterion in RUBRIC]
    lower = dict(zip(keys, points, strict=True))
    higher = lower | {keys[at]: lower[keys[at]] + step}

    assert sheet_total(lower, RUBRIC) < sheet_total(higher, RUBRIC)


def test_total_outside_the_table_is_refused():
    with pytest.raises(ValueError, match="outside"):
        ScoreTable(["P"], ["A"], {("P", "B"): Decimal(50)})


def test_recusal_moves_the_raw_mean_and_leaves_a_seven_way_tie_when_corrected():
    scores = recusal_table()

    raw = raw_means(scores)
    corrected = corrected_means(scores)

    assert [round_for_display(mean, 3) for mean in raw.values()] == [
        Decimal("80.000"),
        *[Decimal("78.333")] * 6,
    ]
    assert len(set(corrected.means.values())) == 1
    assert corrected.means[0] == raw[1]
    assert places(raw) == {0: 1, 1: 2, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2}
    assert places(corrected.means) == dict.fromkeys(range(7), 1)
    assert order_differs(places(raw), places(corrected.means)) == {1, 2, 3, 4, 5, 6}


def test_strict_expert_has_a_positive_severity():
    severities = corrected_means(recusal_table()).severities

    assert round_for_display(severities[11], 3) == Decimal("18.333")
    assert round_for_display(severities[0], 3) == Decimal("-1.667")


def test_seed_event_has_79_cells_and_its_eligible_counts():
    teams, experts = range(1, 8), range(1, 13)
    cells = {
        (team, expert): Fraction(70 + team - expert)
        for team, expert in product(teams, experts)
        if SEED_RECUSALS.get(expert) != team
    }
    scores = ScoreTable(teams, experts, cells)

    corrected = corrected_means(scores)

    assert len(cells) == 79
    assert {team: len(scores.row(team)) for team in teams} == {
        1: 12,
        2: 11,
        3: 11,
        4: 11,
        5: 11,
        6: 12,
        7: 11,
    }
    assert corrected.means == {team: Decimal("63.5") + team for team in teams}
    assert corrected.severities == {expert: expert - Fraction("6.5") for expert in experts}


def test_worked_example_of_the_module():
    corrected = corrected_means(table([[80, 60], [70, None]]))

    assert corrected.means == {0: Decimal(70), 1: Decimal(60)}
    assert corrected.severities == {0: Decimal(-10), 1: Decimal(10)}
    assert corrected.uncompared == {1}


def test_team_without_marks_has_no_mean_and_no_place():
    scores = table([[80, 60], [None, None], [90, 70]])

    corrected = corrected_means(scores)

    assert raw_means(scores) == {0: Decimal(70), 1: None, 2: Decimal(80)}
    assert corrected.means == {0: Decimal(70), 1: None, 2: Decimal(80)}
    assert corrected.connected
    assert places(corrected.means) == {0: 2, 1: None, 2: 1}


def test_expert_without_marks_changes_nothing():
    with_absent = corrected_means(table([[80, 60, None], [70, 66, None]]))

    assert with_absent == corrected_means(table([[80, 60], [70, 66]]))


def test_panel_of_one_expert_is_never_corrected():
    corrected = corrected_means(table([[80], [60]]))

    assert corrected.means == {0: Decimal(80), 1: Decimal(60)}
    assert corrected.severities == {0: Decimal(0)}


def test_empty_table_has_no_means():
    corrected = corrected_means(table([[None, None], [None, None]]))

    assert corrected.means == {0: None, 1: None}
    assert corrected.severities == {}
    assert corrected.connected


def test_groups_of_teams_without_a_common_expert_keep_their_raw_means():
    scores = table([[80, 90, None, None], [70, None, None, None], [None, None, 50, 60]])

    corrected = corrected_means(scores)

    assert not corrected.connected
    assert corrected.means == {0: Decimal(85), 1: Decimal(70), 2: Decimal(55)}
    assert corrected.severities == {}


def test_one_expert_can_link_two_groups():
    scores = table([[80, None], [None, 60], [80, 60]])

    corrected = corrected_means(scores)

    assert corrected.connected
    assert corrected.means == dict.fromkeys(range(3), Decimal(70))


def test_expert_of_one_team_does_not_change_the_order():
    without = corrected_means(table([[80, 70, None], [75, None, None], [60, 66, None]]))
    with_guest = corrected_means(table([[80, 70, 72], [75, None, None], [60, 66, None]]))

    assert differences(with_guest.means) == differences(without.means)
    assert with_guest.uncompared == {2}
    assert without.uncompared == frozenset()


@unhurried
@given(complete_rows())
def test_corrected_equals_raw_on_a_complete_table(rows):
    scores = table(rows)

    assert corrected_means(scores).means == raw_means(scores)


@unhurried
@given(complete_rows(), st.integers(0, 1), st.integers(0, 1))
def test_one_empty_cell_is_filled_by_the_formula_of_yates(rows, team, expert):
    rows[team][expert] = None
    t, j = len(rows), len(rows[0])
    cells = {(i, k): Fraction(x) for (i, k), x in table(rows).totals.items()}
    of_team = sum(x for (i, _), x in cells.items() if i == team)
    of_expert = sum(x for (_, k), x in cells.items() if k == expert)
    filled = (t * of_team + j * of_expert - sum(cells.values())) / ((t - 1) * (j - 1))
    expected = (of_team + filled) / j

    mean = corrected_means(table(rows)).means[team]

    assert mean == (expected if 0 <= filled <= 100 else (of_team + held(filled)) / j)


@unhurried
@given(rows_with_gaps())
@example([[100, 60], [60, 95], [60, 95]])
@example([[100, None], [60, 95], [60, 95]])
def test_every_figure_is_exact_and_on_the_scale(rows):
    scores = table(rows)
    levels, leniencies = effects_of(rows)

    corrected = corrected_means(scores)

    assert corrected.severities == {j: -b for j, b in leniencies.items()}
    for team, row in enumerate(rows):
        filled = [
            held(levels[team] + leniency) if row[j] is None else Fraction(str(row[j]))
            for j, leniency in leniencies.items()
        ]
        assert corrected.means[team] == sum(filled) / len(filled)
        assert 0 <= corrected.means[team] <= 100


@unhurried
@given(rows_with_gaps())
def test_cells_that_were_held_are_those_expected_outside_the_scale(rows):
    levels, leniencies = effects_of(rows)
    outside = {
        (team, expert)
        for team, row in enumerate(rows)
        for expert, leniency in leniencies.items()
        if row[expert] is None and not 0 <= levels[team] + leniency <= 100
    }

    assert corrected_means(table(rows)).held == outside


def test_an_expected_total_of_135_is_no_total():
    corrected = corrected_means(table([[100, None], [60, 95], [60, 95]]))

    assert corrected.means == {0: 100, 1: Fraction("77.5"), 2: Fraction("77.5")}
    assert corrected.held == {(0, 1)}


def test_without_the_hold_on_the_scale_a_mean_leaves_it(monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(scoring, "_on_scale", lambda total: total)

    corrected = corrected_means(table([[100, None], [60, 95], [60, 95]]))

    assert corrected.means[0] == Fraction("117.5")


@pytest.mark.parametrize(("number", "places_are"), [(Fraction, [1, 1]), (Decimal, [2, 1])])
def test_equal_means_are_equal_as_fractions_and_not_as_decimals(number, places_are):
    """33.34/3 three times over is 33.34; a quotient of 28 digits is a little less. The second is the control."""
    share = number("33.34") * number(1) / number(3)
    rows = [[share] * 3 + [number(0)], [number("33.34"), number(0), number(0), number(0)]]
    totals = {(i, j): Fraction(total) for i, row in enumerate(rows) for j, total in enumerate(row)}

    means = raw_means(ScoreTable(range(2), range(4), totals))

    assert list(places(means).values()) == places_are


def test_equal_sums_of_thirds_share_their_place():
    third = [Fraction(value) / 3 for value in ("33.34", "33.34", "33.34", "0")]
    whole = [Fraction("33.34"), Fraction(0), Fraction(0), Fraction(0)]
    cells = {(i, j): total for i, row in enumerate((third, whole)) for j, total in enumerate(row)}

    means = raw_means(ScoreTable(range(2), range(4), cells))

    assert means == {0: Fraction("8.335"), 1: Fraction("8.335")}
    assert places(means) == {0: 1, 1: 1}


@pytest.mark.parametrize(
    ("totals", "decimals"),
    [
        ([], 1),
        (["80", "90"], 1),
        (["60.625", "60.625"], 2),
        (["60.625", "61.25"], 2),
        (["100/3", "200/3"], 1),
        (["1/3", "1/3", "1/3", "0.02"], 6),
    ],
)
def test_totals_are_shown_with_the_decimals_their_mean_needs(totals, decimals):
    assert decimals_of_totals([Fraction(total) for total in totals]) == decimals


@unhurried
@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=12))
def test_the_printed_mean_is_that_of_the_printed_totals(thousandths):
    totals = [Fraction(each, 1000) for each in thousandths]

    decimals = decimals_of_totals(totals)

    printed = [Fraction(round_for_display(total, decimals)) for total in totals]
    assert decimals <= 3
    assert round_for_display(sum(printed) / len(printed), 2) == round_for_display(
        sum(totals) / len(totals), 2
    )


@unhurried
@given(rows_with_gaps(), st.randoms(use_true_random=False))
def test_order_of_teams_and_experts_does_not_matter(rows, random):
    scores = table(rows)
    teams, experts = list(scores.teams), list(scores.experts)
    random.shuffle(teams)
    random.shuffle(experts)

    assert corrected_means(ScoreTable(teams, experts, scores.totals)) == corrected_means(scores)


@unhurried
@given(rows_with_gaps())
def test_means_agree_with_numerical_least_squares(rows):
    scores = table(rows)
    columns = [j for j in scores.experts if any(e == j for _, e in scores.totals)]
    design = np.zeros((len(scores.totals) + 1, len(rows) + len(columns)))
    design[-1, len(rows) :] = 1
    for line, (team, expert) in zip(design[:-1], scores.totals, strict=True):
        line[[team, len(rows) + columns.index(expert)]] = 1
    right = [*map(float, scores.totals.values()), 0.0]
    fitted = np.linalg.lstsq(design, np.array(right), rcond=None)[0]

    corrected = corrected_means(scores)
    assume(not corrected.held)
    means = corrected.means

    assert [float(mean) for mean in means.values()] == pytest.approx(fitted[: len(rows)])


def test_long_event_is_corrected_exactly():
    rows = [[None if (i + j) % 17 == 0 else 50 + i % 23 - j for j in range(40)] for i in range(200)]

    corrected = corrected_means(table(rows))

    assert corrected.means == {i: Fraction(50 + i % 23) - Fraction("19.5") for i in range(200)}
    assert corrected.severities == {j: j - Fraction("19.5") for j in range(40)}


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ([], []),
        ([None], [None]),
        (["90", "80", "80", "70"], [1, 2, 2, 4]),
        (["70", None, "90"], [2, None, 1]),
        (["80.004", "79.996", "79.99"], [1, 1, 3]),
        (["80.005", "80.0149", "80.004"], [1, 1, 3]),
        (["0", None], [1, None]),
    ],
)
def test_places_are_shared_when_means_are_equal_at_two_decimals(means, expected):
    by_team = {at: mean and Decimal(mean) for at, mean in enumerate(means)}

    assert list(places(by_team).values()) == expected


def test_order_differs_names_the_teams_that_moved():
    raw = {"P": 1, "Q": 2, "R": 3, "S": None}
    corrected = {"P": 2, "Q": 1, "R": 3, "S": None}

    assert order_differs(raw, corrected) == {"P", "Q"}
    assert order_differs(raw, raw) == frozenset()


def test_team_that_is_ranked_only_once_counts_as_moved():
    assert order_differs({"P": 1, "Q": None}, {"P": 1, "Q": 2, "R": 3}) == {"Q", "R"}


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("78.25", 1, "78.3"),
        ("78.35", 1, "78.4"),
        ("78.125", 2, "78.13"),
        ("-0.25", 1, "-0.3"),
        ("80", 1, "80.0"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, decimals, shown):
    assert str(round_for_display(Decimal(value), decimals)) == shown


def test_one_decimal_is_shown_by_default():
    assert str(round_for_display(Decimal("78.333"))) == "78.3"

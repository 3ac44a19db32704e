from fractions import Fraction

import pytest
from hypothesis import given

from experts.agreement import agreement, alpha, concordance, reliability
from experts.scoring import round_for_display
from tests.experts.score_tables import rows_with_gaps, table, unhurried

# Four observers before twelve units (Krippendorff 2011).
OBSERVED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Six targets before four judges (Shrout and Fleiss 1979).
JUDGED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def fractions(rows):
    return [[Fraction(str(value)) for value in row] for row in rows]


def test_alpha_as_published():
    observed = table([list(unit) for unit in zip(*OBSERVED, strict=True)])

    assert round_for_display(agreement(observed).alpha, 3) == round_for_display(
        Fraction("0.849"), 3
    )


def test_reliability_of_the_mean_as_published():
    """Mean squares 11.2417 and 1.0194."""
    found = reliability(fractions(JUDGED))

    assert str(round_for_display(found, 3)) == "0.909"
    assert abs(found - (1 - Fraction("1.0194") / Fraction("11.2417"))) < Fraction("0.0001")


def test_concordance_as_published():
    """ProofWiki: the ranks of three by four judges."""
    ranks = fractions(zip([1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2], strict=True))

    assert concordance(ranks) == Fraction(1, 16)


def test_equal_totals_share_their_rank():
    """Σ of ranks 1.5 + 1.5, 1.5 + 1.5, 3 + 3; ties of two by both: full agreement."""
    assert concordance(fractions([[5, 50], [5, 50], [9, 60]])) == 1


def test_strictness_lowers_alpha_and_not_the_reliability_of_the_mean():
    rows = [[80, 40], [70, 30], [60, 20]]

    found = agreement(table(rows))

    assert (found.reliability, found.concordance, found.complete_count) == (1, 1, 2)
    assert found.alpha < 0


def test_only_experts_who_scored_every_team_tell_of_the_mean():
    whole = [[80, 40], [70, 35], [65, 20]]
    rows = [[*row, None if at == 1 else 5 * at] for at, row in enumerate(whole)]

    found = agreement(table([*rows, [None] * 3]))

    assert found.complete_count == 2
    assert found.reliability == reliability(fractions(whole))


@pytest.mark.parametrize(
    "rows",
    [[[None, None]], [[80], [70]], [[80, None], [None, 70]], [[60, 60], [60, 60]]],
    ids=["nothing", "one expert", "no pair", "no difference"],
)
def test_where_nothing_can_be_compared_nothing_is_said(rows):
    found = agreement(table(rows))

    assert (found.reliability, found.alpha, found.concordance) == (None, None, None)


def test_of_one_team_experts_who_differ_agree_no_more_than_by_chance():
    """All pairs are pairs of that team, so that what is seen is what chance would give."""
    found = agreement(table([[80, 70]]))

    assert (found.reliability, found.alpha, found.concordance) == (None, 0, None)


@unhurried
@given(rows_with_gaps())
def test_alpha_is_the_definition_over_all_pairs(rows):
    units = [[Fraction(str(x)) for x in row if x is not None] for row in rows]
    paired = [unit for unit in units if len(unit) > 1]
    values = [x for unit in paired for x in unit]
    every = [(x - y) ** 2 for at, x in enumerate(values) for y in values[at + 1 :]]

    found = alpha(units)

    if not any(every):
        assert found is None
        return
    within = sum(
        Fraction(2, len(unit) - 1)
        * sum((x - y) ** 2 for at, x in enumerate(unit) for y in unit[at + 1 :])
        for unit in paired
    )
    expected = Fraction(2) * sum(every) / (len(values) - 1)
    assert found == 1 - within / expected

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts import firmness as module
from experts.firmness import MOST_TEAMS, Firm, firmness, means_of_drawn
from experts.methods import Method, outcome
from experts.scoring import ScoreTable
from tests.experts.score_tables import rows_with_gaps, table, totals_given, unhurried

ON_SCALE = (Method.CORRECTED_MEAN, Method.RAW_MEAN, Method.TRIMMED_MEAN, Method.MEDIAN)


def firm(rows, method=Method.CORRECTED_MEAN):
    scores = table(rows)
    return firmness(scores, method, outcome(scores, method).places)


@st.composite
def rows_and_panels(draw):
    """The last expert alone scored the last team, and the first one too; how often each is drawn, that one perhaps not."""
    rows = draw(rows_with_gaps())
    size, totals = len(rows[0]), draw(st.lists(totals_given, min_size=2, max_size=2))
    rows = [[*row, totals[0] if at == 0 else None] for at, row in enumerate(rows)]
    panel = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    panel = [times * _gave(rows, j) for j, times in enumerate(panel)]
    return [*rows, [*[None] * size, totals[1]]], [*panel, draw(st.integers(0, 2))]


def _gave(rows, j):
    return any(row[j] is not None for row in rows)


@pytest.mark.parametrize("method", ON_SCALE)
@unhurried
@given(drawn=rows_and_panels())
def test_a_drawn_panel_has_the_means_of_a_panel_that_sits_there(method, drawn):
    """Whoever is drawn twice sits there twice; the exact method is the measure."""
    rows, panel = drawn
    seats = [(expert, time) for expert, times in enumerate(panel) for time in range(times)]
    cells = table(rows).totals
    twice = {
        (i, seat): cells[i, seat[0]]
        for i in range(len(rows))
        for seat in seats
        if (i, seat[0]) in cells
    }
    exact = outcome(ScoreTable(range(len(rows)), seats, twice), method).values

    floats = tuple(tuple(None if x is None else float(x) for x in row) for row in rows)
    means = means_of_drawn(floats, method)(panel)

    assert [mean is None for mean in means] == [exact[team] is None for team in range(len(rows))]
    assert all(
        abs(mean - exact[team]) < 1e-6 for team, mean in enumerate(means) if mean is not None
    )


def test_a_drawn_panel_that_misses_a_team_goes_on_correcting_the_others():
    """The second expert is 20 stricter on the first team; only the third scored the last."""
    rows = ((80.0, 60.0, None), (70.0, None, None), (None, None, 50.0))

    means = means_of_drawn(rows, Method.CORRECTED_MEAN)([1, 1, 0])

    assert [mean and round(mean, 6) for mean in means] == [70.0, 60.0, None]


@pytest.mark.parametrize("method", [each for each in Method if each != Method.KEMENY])
def test_places_that_all_experts_agree_on_are_firm(method):
    found = firm([[90, 80, 85], [70, 60, 66], [50, 40, 44]], method)

    assert [each.word for each in found.values()] == [Firm.FIRM] * 3
    assert [(each.best, each.worst) for each in found.values()] == [(1, 1), (2, 2), (3, 3)]
    assert [each.first for each in found.values()] == [1, 0, 0]


def test_places_that_hang_on_one_expert_are_close():
    """Two of three prefer the second team; the third, far from it, puts the first in front."""
    found = firm([[70, 70, 95], [72, 72, 60], [20, 20, 20]])

    assert [found[team].word for team in range(3)] == [Firm.LIKELY, Firm.LIKELY, Firm.FIRM]
    assert (found[0].best, found[0].worst) == (1, 2)
    # Without the third expert, (2/3)³ of the panels, the places are the other way round.
    assert abs(float(found[0].kept) - (1 - 8 / 27)) < 0.04


def test_a_shared_place_that_every_panel_shares_is_firm():
    assert {each.word for each in firm([[80, 70], [80, 70]]).values()} == {Firm.FIRM}


def test_the_same_table_is_told_the_same_again():
    rows = [[70, 71, 95], [72, 72, 60], [71, 73, 70]]
    before = firm(rows)
    module._firmness.cache_clear()

    assert firm(rows) == before


def test_a_team_without_totals_is_left_out():
    assert firm([[90, 80], [None, None], [50, 40]]).keys() == {0, 2}


@pytest.mark.parametrize(
    ("rows", "method"),
    [
        ([[90], [80]], Method.RAW_MEAN),
        ([[90, 80]], Method.RAW_MEAN),
        ([[90, 80], [70, 60]], Method.KEMENY),
        ([[team, team] for team in range(MOST_TEAMS + 1)], Method.RAW_MEAN),
    ],
    ids=["one expert", "one team", "an order alone", "too many teams"],
)
def test_where_it_is_not_worked_out_nothing_is_said(rows, method):
    assert firm(rows, method) == {}


def test_words_follow_how_often_a_place_stays():
    def word(kept):
        return module.Firmness(kept=Fraction(kept, 100), first=Fraction(0), best=1, worst=2).word

    assert [word(90), word(89), word(60), word(59)] == [
        *(Firm.FIRM, Firm.LIKELY),
        *(Firm.LIKELY, Firm.CLOSE),
    ]

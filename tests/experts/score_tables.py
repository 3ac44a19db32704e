"""Tables of totals for the tests of all that is worked out from them."""

from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from experts.scoring import ScoreTable

# Properties are about results; a busy machine must not fail them.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)

totals_given = st.decimals(min_value=0, max_value=100, places=1)


def table(rows):
    """A table from rows of totals; None is an empty cell."""
    cells = {
        (team, expert): Fraction(str(total))
        for team, row in enumerate(rows)
        for expert, total in enumerate(row)
        if total is not None
    }
    return ScoreTable(range(len(rows)), range(len(rows[0])), cells)


@st.composite
def complete_rows(draw, min_teams=2, max_teams=6):
    experts = draw(st.integers(2, 6))
    row = st.lists(totals_given, min_size=experts, max_size=experts)
    return draw(st.lists(row, min_size=min_teams, max_size=max_teams))


@st.composite
def rows_with_gaps(draw):
    """Rows in which the first expert marked every team, so that the table is connected."""
    rows = draw(complete_rows())
    gaps = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(1, 5))))
    return [
        [None if (i, j) in gaps else total for j, total in enumerate(row)]
        for i, row in enumerate(rows)
    ]

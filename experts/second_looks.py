"""Which totals stand out from what the others, and the expert's own strictness, would expect.

The additive model of `scoring.py` is fitted; what it leaves of each total is its residual. A total stands out
when its residual is three times the usual one or more: the median of all without their signs, times 1.4826, which
is the standard deviation where they are normal (F. Hampel, "The influence curve and its role in robust estimation",
1974). Below three points of a hundred nothing stands out, however alike all others are.

One slip shifts what is expected of its whole row and column. So what stands out most in both its row and its
column is left out first, and the model is fitted again without it, a few times at most.

A table that is too small to know what is usual, or that no expert links, asks nothing; nor is a team or an
expert asked about that has fewer than three totals. All exact, so that the same totals always say the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from statistics import median
from typing import Final

from experts.scoring import Expert, ScoreTable, Team, corrected_means

THRESHOLD: Final = 3
TO_DEVIATION: Final = Fraction("1.4826")
LEAST_DEVIATION: Final = Fraction(1)
LEAST_TOTALS: Final = 3  # of a team, and of an expert
LEAST_FREE: Final = 10  # totals beyond what the model uses up
MOST_FITS: Final = 5


def tells_enough(table: ScoreTable[Team, Expert]) -> bool:
    """Whether there are totals enough to know what is usual."""
    teams = {team for team, _expert in table.totals}
    experts = {expert for _team, expert in table.totals}
    return len(table.totals) - len(teams) - len(experts) + 1 >= LEAST_FREE


def standing_out(table: ScoreTable[Team, Expert]) -> frozenset[tuple[Team, Expert]]:
    rest, found = table, set[tuple[Team, Expert]]()
    for _fit in range(MOST_FITS):
        most = _most_of_row_and_column(rest) if tells_enough(rest) else set()
        if not most:
            break
        found |= most
        kept = {cell: total for cell, total in rest.totals.items() if cell not in most}
        rest = replace(rest, totals=kept)
    return frozenset(found)


def _most_of_row_and_column(table: ScoreTable[Team, Expert]) -> set[tuple[Team, Expert]]:
    left = {cell: abs(each) for cell, each in residuals(table).items()}
    if not left:
        return set()
    usual = max(TO_DEVIATION * median(left.values()), LEAST_DEVIATION)
    of_team, of_expert = _largest(left, 0), _largest(left, 1)
    teams, experts = (Counter(cell[at] for cell in left) for at in (0, 1))
    return {
        (team, expert)
        for (team, expert), each in left.items()
        if each == of_team[team] == of_expert[expert]
        and each >= THRESHOLD * usual
        and min(teams[team], experts[expert]) >= LEAST_TOTALS
    }


def _largest(left: Mapping[tuple[Team, Expert], Fraction], at: int) -> dict[object, Fraction]:
    """By team, or by expert."""
    largest: dict[object, Fraction] = {}
    for cell, each in left.items():
        largest[cell[at]] = max(each, largest.get(cell[at], each))
    return largest


def residuals(table: ScoreTable[Team, Expert]) -> dict[tuple[Team, Expert], Fraction]:
    """What the additive model leaves of each total; empty where no expert links the teams."""
    severities = corrected_means(table).severities
    left: dict[tuple[Team, Expert], Fraction] = {}
    for team in table.teams:
        even = {j: x + severities[j] for j, x in table.row(team).items() if j in severities}
        if even:
            level = sum(even.values(), Fraction(0)) / len(even)
            left |= {(team, expert): total - level for expert, total in even.items()}
    return left

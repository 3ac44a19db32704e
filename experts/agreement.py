"""How far the experts of a panel agree: of their mean, of single experts, of their orders.

Reliability of the mean: ICC(C, k) = (MSR − MSE) / MSR (P. Shrout and J. Fleiss, 1979, as "consistency"; that one
expert is stricter than another lowers it not), from the experts who scored every team, since it takes no gaps.
Alpha of interval data (K. Krippendorff, 2011) takes gaps: 1 − D_o / D_e over all pairs of totals of one team. It
is of single experts, and strictness lowers it. W (M. Kendall, 1939) compares orders, with mean ranks for equal
totals, from the same experts as the first. All exact; None where there is nothing to compare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from experts.scoring import Expert, ScoreTable, Team

Block = Sequence[Sequence[Fraction]]  # a row for each team, a column for each expert


@dataclass(frozen=True)
class Agreement:
    """`complete_count` experts scored each of the `team_count` teams that have totals; `reliability` and
    `concordance` are theirs."""

    team_count: int
    complete_count: int
    reliability: Fraction | None
    alpha: Fraction | None
    concordance: Fraction | None


def agreement(table: ScoreTable[Team, Expert]) -> Agreement:
    rows = [row for team in table.teams if (row := table.row(team))]
    complete = [j for j in table.experts if rows and all(j in row for row in rows)]
    block = [[row[j] for j in complete] for row in rows]
    is_comparable = len(block) > 1 and len(complete) > 1
    return Agreement(
        team_count=len(rows),
        complete_count=len(complete),
        reliability=reliability(block) if is_comparable else None,
        alpha=alpha([list(row.values()) for row in rows]),
        concordance=concordance(block) if is_comparable else None,
    )


def reliability(block: Block) -> Fraction | None:
    """ICC(C, k); None where all teams have the same mean."""
    teams, experts = len(block), len(block[0])
    count = teams * experts
    every = _square_of_sum(total for row in block for total in row) / count
    whole = _sum(total**2 for row in block for total in row) - every
    of_teams = _sum(_square_of_sum(row) for row in block) / experts - every
    of_experts = _sum(map(_square_of_sum, zip(*block, strict=True))) / teams - every
    if not of_teams:
        return None
    error = (whole - of_teams - of_experts) / ((teams - 1) * (experts - 1))
    return 1 - error * (teams - 1) / of_teams


def alpha(units: Iterable[Sequence[Fraction]]) -> Fraction | None:
    """Of what each team was given; a single total of a team pairs with none. None where all are equal."""
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    expected = _differences(values) / (len(values) - 1) if values else Fraction(0)
    if not expected:
        return None
    return 1 - _sum(_differences(unit) / (len(unit) - 1) for unit in paired) / expected


def concordance(block: Block) -> Fraction | None:
    """W; None where no expert tells any team from another."""
    teams, experts = len(block), len(block[0])
    ranked = [_ranks(column) for column in zip(*block, strict=True)]
    sums = [_sum(ranks) for ranks in zip(*ranked, strict=True)]
    squares = _sum(each**2 for each in sums) - _square_of_sum(sums) / teams
    ties = sum(_ties(column) for column in zip(*block, strict=True))
    most = experts**2 * (teams**3 - teams) - experts * ties
    return 12 * squares / most if most else None


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _square_of_sum(values: Iterable[Fraction]) -> Fraction:
    return _sum(values) ** 2


def _differences(values: Sequence[Fraction]) -> Fraction:
    """The squared differences of all pairs, each pair twice."""
    return 2 * (len(values) * _sum(value**2 for value in values) - _square_of_sum(values))


def _ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """From 1 for the lowest; equal values share the mean of their ranks."""
    return [
        Fraction(1 + 2 * sum(other < each for other in values) + values.count(each), 2)
        for each in values
    ]


def _ties(values: Sequence[Fraction]) -> int:
    counts = [values.count(value) for value in set(values)]
    return sum(count**3 - count for count in counts)

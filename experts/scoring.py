"""From score sheets to places: totals, means, leniency correction, competition ranking.

Terms. A *total* x_ij is what expert j gave team i on one score sheet, 0 to 100. An *empty cell* is a
total that does not exist: the expert is recused, was absent, or has not submitted yet. An empty cell
is never a zero. The *raw mean* of a team is the plain mean of the totals it was given.

Corrected mean. Experts differ in strictness, so a raw mean depends on who was missing. The
two-way additive model x_ij = μ + a_i + b_j + e_ij, with Σa = Σb = 0, is fitted by least squares
(F. Yates, "The analysis of replicated experiments when the field results are incomplete", 1933).
The corrected mean of a team is μ + a_i. The normal equation of row i reads
Σ_given x_ij = Σ_given (μ + a_i + b_j); adding Σ_empty (μ + a_i + b_j) to both sides gives
J·(μ + a_i) on the right, since Σb = 0. In words: the corrected mean is the plain mean of the team's
row after each empty cell is filled with μ + a_i + b_j, the total to be expected from that expert for
that team. No given total is changed. On a complete table it equals the raw mean.

On the scale. An expected total is held inside what a sheet can say, 0 to 100, so that no mean leaves
it. The effects come from given totals alone; an expectation is held only when the row is filled.

Worked: teams P, Q and experts A, B; A gives P 80 and Q 70, B gives P 60 and is recused for Q. B is 20
stricter than A on the team both marked, so the empty cell is filled with 50: P = (80 + 60) / 2 = 70,
Q = (70 + 50) / 2 = 60. The raw means say 70 and 70.

Exactness. Points are Decimal; totals, effects and means are Fractions until they are compared or shown.
Equal means are therefore equal, and ties are exact.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Generic, TypeVar

Team = TypeVar("Team", bound=Hashable)
Expert = TypeVar("Expert", bound=Hashable)

LOWEST, HIGHEST = Fraction(0), Fraction(100)  # what a sheet can say
MEAN_DECIMALS = 2
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class CriterionWeight:
    """A criterion's share of the total; the weights of a rubric sum to 100."""

    key: str
    weight: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class ScoreTable(Generic[Team, Expert]):
    """Totals of a panel: teams in rows, experts in columns; a missing key is an empty cell.

    Raises ValueError if a total belongs to a team or an expert that is not listed.
    """

    teams: Sequence[Team]
    experts: Sequence[Expert]
    totals: Mapping[tuple[Team, Expert], Fraction]

    def __post_init__(self) -> None:
        teams, experts = set(self.teams), set(self.experts)
        if any(team not in teams or expert not in experts for team, expert in self.totals):
            raise ValueError("a total lies outside the table")

    def row(self, team: Team) -> dict[Expert, Fraction]:
        """What the team was given, by expert, in the panel's order."""
        totals = self.totals
        return {j: totals[team, j] for j in self.experts if (team, j) in totals}


@dataclass(frozen=True)
class Corrected(Generic[Team, Expert]):
    """Means with the leniency correction.

    ``severities``: how far below the panel an expert scores (−b_j: positive is stricter), for experts
    with at least one total. ``expected``: what empty cells were filled with. ``uncompared``: experts with a total for one team only; they say nothing
    about how teams compare. ``held``: empty cells whose expected total was held on the scale.
    ``connected`` is False when the teams fall into groups
    that no expert links: then no correction is possible, ``means`` are the raw means, which are
    not comparable between the groups, and ``severities`` and ``expected`` are empty.
    """

    means: dict[Team, Fraction | None]
    severities: dict[Expert, Fraction]
    expected: dict[tuple[Team, Expert], Fraction]
    uncompared: frozenset[Expert]
    held: frozenset[tuple[Team, Expert]]
    connected: bool


def sheet_total(points: Mapping[str, Decimal], criteria: Sequence[CriterionWeight]) -> Fraction:
    """One sheet's total Σ weight·points/maximum, 0 to 100, exact.

    Raises ValueError unless there are points for exactly the given criteria: an incomplete sheet
    has no total.
    """
    if points.keys() != {criterion.key for criterion in criteria}:
        raise ValueError("points and criteria do not match")
    return sum((share_of(each, points[each.key]) for each in criteria), Fraction(0))


@lru_cache(maxsize=1 << 14)
def share_of(criterion: CriterionWeight, points: Decimal) -> Fraction:
    """What these points bring to a total, exact; the same few points are given again and again."""
    return Fraction(criterion.weight) * Fraction(points) / Fraction(criterion.maximum)


def raw_means(table: ScoreTable[Team, Expert]) -> dict[Team, Fraction | None]:
    """Plain mean of what each team was given; None for a team without any total."""
    means: dict[Team, Fraction | None] = {}
    for team in table.teams:
        given = table.row(team).values()
        means[team] = sum(given, Fraction(0)) / len(given) if given else None
    return means


def corrected_means(table: ScoreTable[Team, Expert]) -> Corrected[Team, Expert]:
    """Means after each empty cell is filled with the total expected from that expert.

    A team without any total has no mean; an expert without any total has no severity and leaves
    the means as they are. See `Corrected` for tables that cannot be compared.
    """
    rows = {team: row for team in table.teams if (row := table.row(team))}
    counts = {j: sum(j in row for row in rows.values()) for j in table.experts}
    uncompared = frozenset(expert for expert, count in counts.items() if count == 1)
    if not _is_connected(rows):
        return Corrected(raw_means(table), {}, {}, uncompared, frozenset(), connected=False)
    experts = [expert for expert, count in counts.items() if count]
    numerators, denominator = _leniencies(rows, experts)
    leniencies = {j: Fraction(b, denominator) for j, b in numerators.items()}
    means: dict[Team, Fraction | None] = dict.fromkeys(table.teams)
    expected: dict[tuple[Team, Expert], Fraction] = {}
    for team, row in rows.items():
        filled = _expected(row, leniencies)
        expected |= {(team, expert): total for expert, total in filled.items()}
        totals = [*row.values(), *map(_on_scale, filled.values())]
        means[team] = sum(totals, Fraction(0)) / len(totals)
    held = frozenset(cell for cell, total in expected.items() if total != _on_scale(total))
    on_scale = {cell: _on_scale(total) for cell, total in expected.items()}
    severities = {expert: -leniency for expert, leniency in leniencies.items()}
    return Corrected(means, severities, on_scale, uncompared, held, connected=True)


def _expected(
    row: Mapping[Expert, Fraction], leniencies: Mapping[Expert, Fraction]
) -> dict[Expert, Fraction]:
    """The totals to be expected, μ + a_i + b_j, from the experts who gave this team none."""
    given = sum(row.values(), Fraction(0)) - sum((leniencies[j] for j in row), Fraction(0))
    level = given / len(row)
    return {j: level + leniency for j, leniency in leniencies.items() if j not in row}


def _on_scale(total: Fraction) -> Fraction:
    return min(max(total, LOWEST), HIGHEST)


def places(means: Mapping[Team, Fraction | None]) -> dict[Team, int | None]:
    """Competition ranking (1, 2, 2, 4) of means, the highest first; None stays without a place.

    Means are rounded half up to 0.01 before they are compared, so that whatever prints alike at
    two decimals is a tie, and a tie is transitive.
    """
    rounded = {team: _for_comparison(mean) for team, mean in means.items()}
    ranked = sorted((mean for mean in rounded.values() if mean is not None), reverse=True)
    return {t: None if mean is None else ranked.index(mean) + 1 for t, mean in rounded.items()}


def order_differs(
    first: Mapping[Team, int | None], second: Mapping[Team, int | None]
) -> frozenset[Team]:
    """Teams whose place is not the same in two rankings; empty when the order does not differ."""
    return frozenset(t for t in {**first, **second} if first.get(t) != second.get(t))


def round_for_display(value: Decimal | Fraction, decimals: int = 1) -> Decimal:
    """Rounded once, from the exact value, to so many decimals; halves away from zero."""
    numerator, denominator = value.as_integer_ratio()
    units = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return Decimal(units if numerator >= 0 else -units).scaleb(-decimals)


def decimals_of_totals(totals: Sequence[Fraction]) -> int:
    """How many decimals totals need when shown, so that their mean can be worked out from them."""
    if not totals:
        return 1
    mean = round_for_display(sum(totals, Fraction(0)) / len(totals), MEAN_DECIMALS)
    for decimals in range(1, _MOST_DECIMALS):
        shown = sum(round_for_display(total, decimals) for total in totals)
        if round_for_display(Fraction(shown) / len(totals), MEAN_DECIMALS) == mean:
            return decimals
    return _MOST_DECIMALS


def _for_comparison(mean: Fraction | None) -> Decimal | None:
    return None if mean is None else round_for_display(mean, MEAN_DECIMALS)


def _is_connected(rows: Mapping[Team, Mapping[Expert, Fraction]]) -> bool:
    """Whether experts in common link all the teams that have totals."""
    groups: list[set[Expert]] = []
    for row in rows.values():
        linked = [group for group in groups if not group.isdisjoint(row)]
        groups = [group for group in groups if group.isdisjoint(row)]
        groups.append(set(row).union(*linked))
    return len(groups) <= 1


def _leniencies(
    rows: Mapping[Team, Mapping[Expert, Fraction]], experts: Sequence[Expert]
) -> tuple[dict[Expert, int], int]:
    """Numerators of b_j over one common denominator; they sum to zero.

    The team effects are eliminated from the normal equations. What is left determines the b_j up
    to a common constant, so the last expert is set to zero, the rest solved for, and all centred.
    """
    if not experts:
        return {}, 1
    matrix, right, scale = _reduced_equations(rows, experts)
    numerators, determinant = _solve([line[:-1] for line in matrix[:-1]], right[:-1])
    numerators.append(0)
    level = sum(numerators)
    centred = [len(experts) * numerator - level for numerator in numerators]
    return dict(zip(experts, centred, strict=True)), len(experts) * determinant * scale


def _reduced_equations(
    rows: Mapping[Team, Mapping[Expert, Fraction]], experts: Sequence[Expert]
) -> tuple[list[list[int]], list[int], int]:
    """Normal equations of the b_j in whole numbers: matrix, right side, scale of the right side.

    Team i with n_i totals that sum to T_i adds, for every expert j of its row,
    b_j − (1/n_i)·Σ_k b_k = x_ij − T_i/n_i.
    """
    column = {expert: at for at, expert in enumerate(experts)}
    common = lcm(*(len(row) for row in rows.values()))
    scale = lcm(*(total.denominator for row in rows.values() for total in row.values()))
    matrix = [[0] * len(experts) for _ in experts]
    right = [0] * len(experts)
    for row in rows.values():
        share = common // len(row)
        given = {column[expert]: int(total * scale) for expert, total in row.items()}
        row_total = sum(given.values())
        for j, total in given.items():
            line = matrix[j]
            for k in given:
                line[k] -= share
            line[j] += common
            right[j] += common * total - share * row_total
    return matrix, right, scale


def _solve(matrix: list[list[int]], right: list[int]) -> tuple[list[int], int]:
    """Exact solution of a positive definite system: numerators and their common denominator.

    Fraction-free elimination (E. H. Bareiss, 1968): every division is exact. All leading minors are
    positive, so no row is ever exchanged.
    """
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    determinant = 1
    for step, pivot_line in enumerate(lines):
        pivot = pivot_line[step]
        for line in lines[step + 1 :]:
            factor = line[step]
            for at in range(step + 1, len(line)):
                line[at] = (line[at] * pivot - factor * pivot_line[at]) // determinant
        determinant = pivot
    numerators = [0] * len(lines)
    for step in reversed(range(len(lines))):
        line = lines[step]
        known = sum(line[k] * numerators[k] for k in range(step + 1, len(lines)))
        numerators[step] = (line[-1] * determinant - known) // line[step]
    return numerators, determinant

"""How firm a place is: the rule applied again to panels drawn from the same experts.

Bootstrap by experts (B. Efron, 1979): of a panel of n, n are drawn with replacement, so that some count twice
and some not at all; the places are worked out anew, many times. It says how much a place hangs on who sat
there, and nothing of who is truly best. Drawn from a seed, so that a page says the same at every reading.

Only here numbers are floats, and they are rounded as places compare them; a place that is announced is
never one of these. Standardised and Borda are plain means on another scale of each expert. The additive model
is solved for the teams: what an expert adds to its equations does not depend on who else sits there, so a
drawn panel adds up what its experts add.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import floor, inf
from operator import mul
from random import Random
from typing import Final

from experts.methods import LEAST_TO_TRIM, Method, rescaled
from experts.scoring import HIGHEST, LOWEST, Expert, ScoreTable, Team

RESAMPLES: Final = 2000
MOST_TEAMS, MOST_EXPERTS = 12, 16  # beyond, a page would wait for it half a second
SEED: Final = 2019
_NOTHING: Final = 1e-9
_LEAST, _MOST = float(LOWEST), float(HIGHEST)
_SCALES: Final = {Method.STANDARDISED: 10, Method.BORDA: 100}  # as they are shown

Panel = Sequence[int]  # how often each expert was drawn
Row = tuple[float | None, ...]  # what each expert gave a team
Means = list[float | None]


class Firm(StrEnum):
    """How often a place stays: in nine of ten drawn panels, in six of ten, or more seldom."""

    FIRM = "firm"
    LIKELY = "likely"
    CLOSE = "close"


@dataclass(frozen=True)
class Firmness:
    """The share of drawn panels in which a team keeps its place, and in which it is the first or among them;
    and the places between which nine of ten panels put it."""

    kept: Fraction
    first: Fraction
    best: int
    worst: int

    @property
    def word(self) -> Firm:
        if self.kept >= Fraction(9, 10):
            return Firm.FIRM
        return Firm.LIKELY if self.kept >= Fraction(6, 10) else Firm.CLOSE


def firmness(
    table: ScoreTable[Team, Expert], method: Method, places: Mapping[Team, int | None]
) -> dict[Team, Firmness]:
    """By team with a place; empty for a panel or a list of teams that is too small or too large for it, and for Kemeny."""
    teams = [team for team in table.teams if places[team] is not None]
    experts = [j for j in table.experts if any((team, j) in table.totals for team in teams)]
    if not (1 < len(teams) <= MOST_TEAMS and 1 < len(experts) <= MOST_EXPERTS):
        return {}
    if method == Method.KEMENY:
        return {}
    totals, scale = rescaled(table, method).totals, _SCALES.get(method, 1)
    rows = tuple(
        tuple(float(scale * totals[team, j]) if (team, j) in totals else None for j in experts)
        for team in teams
    )
    held = tuple(places[team] or 0 for team in teams)
    return dict(zip(teams, _firmness(rows, method, held), strict=True))


@lru_cache(maxsize=64)
def _firmness(rows: tuple[Row, ...], method: Method, held: tuple[int, ...]) -> tuple[Firmness, ...]:
    means_of = means_of_drawn(rows, method)
    drawn = [_places(means_of(panel)) for panel in _panels(len(rows[0]))]
    return tuple(_told([each[at] for each in drawn], place) for at, place in enumerate(held))


def means_of_drawn(rows: Sequence[Row], method: Method) -> Callable[[Panel], Means]:
    """What a drawn panel makes of the teams."""
    return _MEANS.get(method, _plain)(rows)


def _panels(size: int) -> list[Panel]:
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    panels: list[Panel] = []
    for _ in range(RESAMPLES):
        drawn = random.choices(range(size), k=size)
        panels.append([drawn.count(expert) for expert in range(size)])
    return panels


def _told(drawn: Sequence[int], held: int) -> Firmness:
    in_order, share = sorted(drawn), len(drawn) // 20
    return Firmness(
        kept=Fraction(drawn.count(held), len(drawn)),
        first=Fraction(drawn.count(1), len(drawn)),
        best=in_order[share],
        worst=in_order[-1 - share],
    )


def _places(means: Means) -> list[int]:
    """Means that print alike share a place; who has none in a drawn panel comes after all others."""
    rounded = [-inf if mean is None else floor(mean * 100 + 0.5 + _NOTHING) for mean in means]
    return [1 + sum(other > each for other in rounded) for each in rounded]


def _plain(rows: Sequence[Row]) -> Callable[[Panel], Means]:
    given = [[total or 0.0 for total in row] for row in rows]
    counted = [[int(total is not None) for total in row] for row in rows]

    def means(panel: Panel) -> Means:
        sums = zip(given, counted, strict=True)
        return [
            sum(map(mul, panel, x)) / n if (n := sum(map(mul, panel, m))) else None for x, m in sums
        ]

    return means


def _of_sorted(
    value: Callable[[list[float]], float],
) -> Callable[[Sequence[Row]], Callable[[Panel], Means]]:
    def of_rows(rows: Sequence[Row]) -> Callable[[Panel], Means]:
        def mean(row: Row, panel: Panel) -> float | None:
            drawn = [
                x
                for x, times in zip(row, panel, strict=True)
                if x is not None
                for _ in range(times)
            ]
            return value(sorted(drawn)) if drawn else None

        return lambda panel: [mean(row, panel) for row in rows]

    return of_rows


def _trimmed(given: list[float]) -> float:
    kept = given[1:-1] if len(given) >= LEAST_TO_TRIM else given
    return sum(kept) / len(kept)


def _median(given: list[float]) -> float:
    return (given[(len(given) - 1) // 2] + given[len(given) // 2]) / 2


@dataclass(frozen=True)
class _Column:
    """What one expert gave, by the place of the team in the table."""

    given: tuple[int, ...]
    totals: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.totals) / len(self.totals)

    def leniency(self, levels: Sequence[float]) -> float:
        return self.mean - sum(levels[i] for i in self.given) / len(self.given)


def _corrected(rows: Sequence[Row]) -> Callable[[Panel], Means]:
    """As `corrected_means`: raw means where the drawn panel does not link the teams that it scored."""
    plain, size = _plain(rows), len(rows)
    columns = [_column(each) for each in zip(*rows, strict=True)]
    gaps = [[j for j, total in enumerate(row) if total is None] for row in rows]
    gapped = sorted({j for row in gaps for j in row})
    equations = _equations(columns, size)

    def means(panel: Panel) -> Means:
        raw = plain(panel)
        if not any(panel[j] for j in gapped):
            return raw
        scored = [at for at, mean in enumerate(raw) if mean is not None]
        if (solved := _solved(equations(panel, scored))) is None:
            return raw
        levels = [0.0] * size
        for at, level in zip(scored, solved, strict=True):
            levels[at] = level
        lenient = {j: columns[j].leniency(levels) for j in gapped if panel[j]}
        drawn = sum(panel)
        return [
            None
            if mean is None
            else _filled(
                mean, [(panel[j], levels[at] + lenient[j]) for j in gaps[at] if panel[j]], drawn
            )
            for at, mean in enumerate(raw)
        ]

    return means


def _column(given: Sequence[float | None]) -> _Column:
    cells = [(at, total) for at, total in enumerate(given) if total is not None]
    return _Column(tuple(at for at, _ in cells), tuple(total for _, total in cells))


def _equations(
    columns: Sequence[_Column], size: int
) -> Callable[[Panel, Sequence[int]], list[list[float]]]:
    """The equations of the teams that a panel scored, the right side last; each expert's own level is taken out.

    The left side hangs on which teams an expert scored, so experts who scored the same ones add to it as one.
    """
    alike: dict[tuple[int, ...], list[int]] = {}
    for j, column in enumerate(columns):
        alike.setdefault(column.given, []).append(j)
    left = [[[_share(given, i, k) for given in alike] for k in range(size)] for i in range(size)]
    right = [[0.0] * len(columns) for _ in range(size)]
    for j, column in enumerate(columns):
        for i, total in zip(column.given, column.totals, strict=True):
            right[i][j] = total - column.mean

    def of_drawn(panel: Panel, scored: Sequence[int]) -> list[list[float]]:
        times = [sum(panel[j] for j in group) for group in alike.values()]
        return [
            [
                *(sum(map(mul, times, left[i][k])) if k >= i else 0.0 for k in scored),
                sum(map(mul, panel, right[i])),
            ]
            for i in scored
        ]

    return of_drawn


def _share(given: Sequence[int], i: int, k: int) -> float:
    return (i == k) - 1 / len(given) if i in given and k in given else 0.0


def _solved(matrix: list[list[float]]) -> list[float] | None:
    """Levels of the teams up to a constant, the last at zero; the upper half of a symmetric matrix is given."""
    size = len(matrix) - 1
    for step in range(size):
        pivot_line = matrix[step]
        pivot = pivot_line[step]
        if pivot < _NOTHING:
            return None
        for i in range(step + 1, size):
            line, factor = matrix[i], pivot_line[i] / pivot
            if factor:
                for k in range(i, size):
                    line[k] -= factor * pivot_line[k]
                line[-1] -= factor * pivot_line[-1]
    levels = [0.0] * (size + 1)
    for step in reversed(range(size)):
        line = matrix[step]
        known = sum(line[k] * levels[k] for k in range(step + 1, size))
        levels[step] = (line[-1] - known) / line[step]
    return levels


def _filled(mean: float, expected: Sequence[tuple[int, float]], drawn: int) -> float:
    """The mean of a row with what is expected in its empty cells, so often as the expert was drawn."""
    empty = sum(times for times, _ in expected)
    filled = sum(times * min(max(x, _LEAST), _MOST) for times, x in expected)
    return (mean * (drawn - empty) + filled) / drawn


_MEANS: Final[Mapping[Method, Callable[[Sequence[Row]], Callable[[Panel], Means]]]] = {
    Method.CORRECTED_MEAN: _corrected,
    Method.TRIMMED_MEAN: _of_sorted(_trimmed),
    Method.MEDIAN: _of_sorted(_median),
}

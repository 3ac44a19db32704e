"""How often the program asks an expert to look again: about nothing, and about a slip that was made.

Made-up panels of twelve before seven teams, five of the pairs recused: teams and experts differ, every total has
its own noise, and one criterion of weight 30 slips by three of ten points. Dixon's Q of a team's totals (alpha 5 %,
two-sided) is asked the same, once as they are and once without the experts' strictness. Needs no database.
"""

import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Final

from experts.scoring import ScoreTable, corrected_means
from experts.second_looks import standing_out

TEAMS, EXPERTS, RECUSED = 7, 12, 5
OF_TEAMS, OF_EXPERTS = 8.0, 5.0  # standard deviations, in points of a hundred
NOISES: Final = (2.0, 2.5, 3.0, 4.0)  # of a total
SLIP: Final = 9  # three points of ten, of a criterion of weight 30
# Critical values of r10 (3 to 7), r11 (8 to 10) and r21 (11 to 13) at 5 %, two-sided: W. Dixon, D. Rorabacher (1991).
DIXON: Final = {
    3: 0.970, 4: 0.829, 5: 0.710, 6: 0.625, 7: 0.568,
    8: 0.615, 9: 0.570, 10: 0.534, 11: 0.625, 12: 0.592, 13: 0.565,
}  # fmt: skip

Cell = tuple[int, int]
Table = ScoreTable[int, int]
Asks = Callable[[Table], frozenset[Cell]]


def bench_second_looks(panels: int) -> None:
    sys.stdout.write(f"{'noise':>6}{'asked by':>22}{'false an event':>16}{'slips caught':>14}\n")
    for noise in NOISES:
        for name, asks in WAYS.items():
            false, caught = _measured(asks, noise, panels)
            sys.stdout.write(f"{noise:>6.1f}{name:>22}{false:>16.2f}{caught:>14.0%}\n")


def _measured(asks: Asks, noise: float, panels: int) -> tuple[float, float]:
    """False questions in a panel without a slip, and the share of slips that are asked about."""
    false = caught = 0
    for seed in range(panels):
        random = Random(seed)
        table = _panel(random, noise)
        false += len(asks(table))
        where = random.choice(sorted(table.totals))
        by = random.choice((-SLIP, SLIP))
        slipped = {**table.totals, where: table.totals[where] + by}
        caught += where in asks(ScoreTable(table.teams, table.experts, slipped))
    return false / panels, caught / panels


def _panel(random: Random, noise: float) -> Table:
    """Totals to half a point, as sheets of half points come to."""
    teams = [random.gauss(70, OF_TEAMS) for _ in range(TEAMS)]
    experts = [random.gauss(0, OF_EXPERTS) for _ in range(EXPERTS)]
    pairs = [(i, j) for i in range(TEAMS) for j in range(EXPERTS)]
    recused = set(random.sample(pairs, RECUSED))
    totals = {
        (i, j): Fraction(round(2 * (teams[i] + experts[j] + random.gauss(0, noise))), 2)
        for i, j in pairs
        if (i, j) not in recused
    }
    return ScoreTable(range(TEAMS), range(EXPERTS), totals)


def _dixon(table: Table) -> frozenset[Cell]:
    """One total of each team at most, its highest or its lowest."""
    found = set()
    for team in table.teams:
        row = sorted(table.row(team).items(), key=lambda each: each[1])
        for ordered in (row, row[::-1]):
            if _ratio([float(total) for _expert, total in ordered]) > DIXON[len(row)]:
                found.add((team, ordered[0][0]))
    return frozenset(found)


def _ratio(ordered: list[float]) -> float:
    """Of the first: r10, r11 or r21 by how many there are."""
    size = len(ordered)
    to, last = (1, 1) if size < 8 else (1, 2) if size < 11 else (2, 2)
    spread = abs(ordered[-last] - ordered[0])
    return abs(ordered[to] - ordered[0]) / spread if spread else 0.0


def _dixon_without_strictness(table: Table) -> frozenset[Cell]:
    severities: Mapping[int, Fraction] = corrected_means(table).severities
    even = {(i, j): total + severities[j] for (i, j), total in table.totals.items()}
    return _dixon(ScoreTable(table.teams, table.experts, even))


WAYS: Final[Mapping[str, Asks]] = {
    "robust residual": standing_out,
    "Dixon's Q": _dixon,
    "Dixon's Q, even": _dixon_without_strictness,
}

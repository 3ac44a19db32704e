"""How often the program asks an expert to look again: about nothing, and about a slip that was made.

Made-up panels of twelve before seven teams, the five pairs of the model event recused. The first lines assume what
the simulation of the methods does (teams differ by 6 points of a hundred, experts by 8, and each total has a noise of
7; all in steps of five from 10 to 100), and a slip of three points of ten in the whole sheet. The others assume
sheets that are nearer to each other, each with its own noise, and a slip of three points of ten in one criterion of
weight 30. Dixon's Q of a team's totals (alpha 5 %, two-sided) is asked the same, once as they are and once without
the experts' strictness. Needs no database. Ends with 1 where the first lines are missed.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Final

from experts.scoring import ScoreTable, corrected_means
from experts.second_looks import standing_out

TEAMS, EXPERTS = 7, 12
RECUSED: Final = ((1, 7), (2, 3), (3, 6), (4, 5), (6, 11))  # team and expert, from 0
MOST_FALSE, LEAST_CAUGHT = 0.45, 0.55  # of the first scene; 0.34 and 65 % at many panels


@dataclass(frozen=True)
class Scene:
    """Standard deviations and the slip in points of a hundred; totals in steps, from the lowest to 100."""

    name: str
    of_teams: float
    of_experts: float
    noise: float
    slip: int
    step: Fraction
    lowest: int = 0

    def total(self, value: float | Fraction) -> Fraction:
        on_scale = min(100, max(self.lowest, value))
        return self.step * round(on_scale / self.step)


SCENES: Final = (
    Scene("whole sheet, noise 7", 6, 8, 7, slip=30, step=Fraction(5), lowest=10),
    *(
        Scene(f"one criterion, noise {noise}", 8, 5, noise, slip=9, step=Fraction(1, 2))
        for noise in (2, 2.5, 3, 4)
    ),
)
# Critical values of r10 (3 to 7), r11 (8 to 10) and r21 (11 to 13) at 5 %, two-sided: W. Dixon, D. Rorabacher (1991).
DIXON: Final = {
    3: 0.970, 4: 0.829, 5: 0.710, 6: 0.625, 7: 0.568,
    8: 0.615, 9: 0.570, 10: 0.534, 11: 0.625, 12: 0.592, 13: 0.565,
}  # fmt: skip

Cell = tuple[int, int]
Table = ScoreTable[int, int]
Asks = Callable[[Table], frozenset[Cell]]


def bench_second_looks(panels: int) -> None:
    sys.stdout.write(
        f"{'slip of three points of ten in':<32}{'asked by':<18}{'false an event':>14}"
    )
    sys.stdout.write(f"{'slips caught':>14}\n")
    missed = False
    for scene in SCENES:
        for name, asks in WAYS.items():
            false, caught = _measured(asks, scene, panels)
            sys.stdout.write(f"{scene.name:<32}{name:<18}{false:>14.2f}{caught:>14.0%}\n")
            if (scene, asks) == (SCENES[0], standing_out):
                missed = false > MOST_FALSE or caught < LEAST_CAUGHT
    sys.exit(int(missed))


def _measured(asks: Asks, scene: Scene, panels: int) -> tuple[float, float]:
    """False questions in a panel without a slip, and the share of slips that are asked about."""
    false = caught = 0
    for seed in range(panels):
        random = Random(seed)
        table = _panel(random, scene)
        false += len(asks(table))
        where = random.choice(sorted(table.totals))
        slipped = scene.total(table.totals[where] + random.choice((-scene.slip, scene.slip)))
        totals = {**table.totals, where: slipped}
        caught += where in asks(ScoreTable(table.teams, table.experts, totals))
    return false / panels, caught / panels


def _panel(random: Random, scene: Scene) -> Table:
    teams = [random.gauss(70, scene.of_teams) for _ in range(TEAMS)]
    experts = [random.gauss(0, scene.of_experts) for _ in range(EXPERTS)]
    totals = {
        (i, j): scene.total(teams[i] + experts[j] + random.gauss(0, scene.noise))
        for i in range(TEAMS)
        for j in range(EXPERTS)
        if (i, j) not in RECUSED
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

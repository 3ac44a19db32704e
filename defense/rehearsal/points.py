"""Pure: the points that imagined experts give, the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

QUALITY_SPREAD = 0.08
STRICTNESS_SPREAD = 0.08
NOISE = 0.08
TYPICAL = 0.76


@dataclass(frozen=True)
class Scale:
    """What may be given for one criterion, lowest first."""

    key: str
    values: Sequence[Decimal]


def imagined_points(
    scales: Sequence[Scale], *, seed: int, expert: int, project: int
) -> dict[str, Decimal]:
    """Points of one expert for one project: its quality, the expert's strictness, and chance."""
    quality = random.Random(f"{seed} project {project}").gauss(0, QUALITY_SPREAD)  # noqa: S311 - play
    strictness = random.Random(f"{seed} expert {expert}").gauss(0, STRICTNESS_SPREAD)  # noqa: S311 - play
    chance = random.Random(f"{seed} {expert} {project}")  # noqa: S311 - play
    points = {}
    for scale in scales:
        share = TYPICAL + quality - strictness + chance.gauss(0, NOISE)
        position = round(min(max(share, 0), 1) * (len(scale.values) - 1))
        points[scale.key] = scale.values[position]
    return points

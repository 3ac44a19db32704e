"""Where the dots of a strip stand: pure geometry, so that the same picture is seen and printed.

Coordinates are strings with a point, whatever the language of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT, MARGIN = 270, 40, 10
HIGHEST = Fraction(100)
RADIUS = Fraction("4.2")
DIAMETER = 2 * RADIUS
# A dot that would cover another is moved up or down, nearest first.
LIFTS = (0, -7, 7, -13, 13)


@dataclass(frozen=True)
class DotStrip:
    """One team's totals on an axis from `lowest` to 100."""

    dots: tuple[tuple[str, str], ...]
    mean: str
    plain: str


def lowest_of(totals: Iterable[Fraction]) -> Fraction:
    """Where the common axis begins: 50, or the ten below the lowest total."""
    lowest = min(totals, default=HIGHEST)
    return min(Fraction(50), Fraction(lowest // 10 * 10))


def dot_strip(
    totals: Sequence[Fraction],
    *,
    lowest: Fraction,
    mean: Fraction | None,
    plain: Fraction | None,
) -> DotStrip:
    """The totals as dots that do not cover each other where it can be helped, with two lines."""
    taken: list[tuple[Fraction, int]] = []
    for total in sorted(totals):
        x = _x(total, lowest)
        taken.append((x, next((lift for lift in LIFTS if _is_free(x, lift, taken)), 0)))
    return DotStrip(
        dots=tuple((_text(x), str(HEIGHT // 2 + lift)) for x, lift in taken),
        mean=_line(mean, lowest),
        plain="" if plain == mean else _line(plain, lowest),
    )


def _x(total: Fraction, lowest: Fraction) -> Fraction:
    return MARGIN + (total - lowest) / (HIGHEST - lowest) * (WIDTH - 2 * MARGIN)


def _is_free(x: Fraction, lift: int, taken: Iterable[tuple[Fraction, int]]) -> bool:
    return all(lift != level or abs(x - other) >= DIAMETER for other, level in taken)


def _line(value: Fraction | None, lowest: Fraction) -> str:
    return "" if value is None else _text(_x(max(value, lowest), lowest))


def _text(value: Fraction) -> str:
    return f"{float(value):.1f}"  # a place in a picture, not a figure

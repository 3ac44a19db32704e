"""A QR code as numbers for a template to draw: SVG without markup made in Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4


@dataclass(frozen=True)
class Qr:
    """The side in modules, quiet zone included, and the dark modules as the `d` of one SVG path."""

    side: int
    path: str


def qr_of(text: str) -> Qr:
    rows = list(segno.make(text, micro=False, error="m").matrix_iter(border=QUIET_ZONE))
    return Qr(side=len(rows), path="".join(_strokes(row, y) for y, row in enumerate(rows)))


def _strokes(row: Iterable[int], y: int) -> str:
    """The dark runs of a row, each a rectangle one module high."""
    strokes, x = [], 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        if is_dark:
            strokes.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(strokes)

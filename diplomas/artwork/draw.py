"""Draws `border.svg`: `python -m diplomas.artwork.draw`.

A running band after the ram's-horn motif, a rosette of eight horns and a pale guilloche, all our
own and flat: one path for each colour, one decimal, no transforms, gradients or opacity, because
WeasyPrint pays for each of these. The unit is a quarter of a millimetre; the page is A4 landscape.
"""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTH, HEIGHT = 1188, 840
LEFT, TOP, BAND, PITCH = 28, 30, 38, 44
PAPER, GOLD, DEEP_GOLD, SKY, PALE = "#fffdf8", "#c8912b", "#9a6c14", "#0b7285", "#f2e8d3"
CREST = (594.0, 56.0)

Point = tuple[float, float]
Placing = Callable[[float, float], Point]
Curve = tuple[float, ...]

# One horn from the head of the stem outwards; the other is its mirror image. Stem at x = 0, y up.
HORN_START = (0.0, 14.0)
HORN: tuple[Curve, ...] = (
    (0, 22, 4.6, 29.6, 10.4, 29.6),
    (15.2, 29.6, 18.2, 26.2, 18.2, 22.2),
    (18.2, 18, 15.2, 15.4, 12, 15.4),
    (9.2, 15.4, 7.4, 17.4, 7.4, 19.8),
    (7.4, 21.8, 8.8, 23.2, 10.6, 23.2),
)
FOOT: tuple[Curve, ...] = ((0, 9.4, -3.6, 6.4, -11, 6.4),)


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0" if abs(value) < 0.05 else "-0")


def point(place: Placing, x: float, y: float) -> str:
    return " ".join(number(value) for value in place(x, y))


def curves(place: Placing, start: Point, pieces: tuple[Curve, ...], mirror: int = 1) -> str:
    path = [f"M{point(place, mirror * start[0], start[1])}"]
    for x1, y1, x2, y2, x, y in pieces:
        ends = (point(place, mirror * a, b) for a, b in ((x1, y1), (x2, y2), (x, y)))
        path.append("C" + " ".join(ends))
    return "".join(path)


def polygon(place: Placing, *corners: Point) -> str:
    return "M" + "L".join(point(place, x, y) for x, y in corners) + "z"


def lozenge(place: Placing, x: float, y: float, half: float) -> str:
    return polygon(place, (x, y + half * 1.25), (x + half, y), (x, y - half * 1.25), (x - half, y))


def placing(x: float, y: float, turn: float, scale: float = 1.0) -> Placing:
    """Stand at a point, look outwards: `turn` in degrees clockwise from the top of the page."""
    angle = math.radians(turn)
    right, up = (math.cos(angle), math.sin(angle)), (math.sin(angle), -math.cos(angle))
    return lambda along, out: (
        x + scale * (along * right[0] + out * up[0]),
        y + scale * (along * right[1] + out * up[1]),
    )


def horns(place: Placing) -> str:
    """A pair of horns on one stem."""
    stem = f"M{point(place, 0, 6.4)}L{point(place, *HORN_START)}"
    return stem + curves(place, HORN_START, HORN) + curves(place, HORN_START, HORN, -1)


def band() -> Iterator[tuple[Placing, bool]]:
    """A place for each pair of horns along the four sides; True at the last of a side."""
    right, bottom = WIDTH - LEFT, HEIGHT - TOP
    across = (right - LEFT - 2 * BAND) // PITCH
    down = (bottom - TOP - 2 * BAND) // PITCH
    for step in range(across):
        x = LEFT + BAND + PITCH * step + PITCH / 2
        if abs(x - CREST[0]) > PITCH:
            yield placing(x, TOP + BAND, 0), step == across - 1
        yield placing(WIDTH - x, bottom - BAND, 180), step == across - 1
    for step in range(down):
        y = TOP + BAND + PITCH * step + PITCH / 2
        yield placing(right - BAND, y, 90), step == down - 1
        yield placing(LEFT + BAND, HEIGHT - y, 270), step == down - 1


def corners() -> Iterator[Placing]:
    for x in (LEFT + BAND / 2, WIDTH - LEFT - BAND / 2):
        for y in (TOP + BAND / 2, HEIGHT - TOP - BAND / 2):
            yield from (placing(x, y, turn, 0.52) for turn in (45, 135, 225, 315))


def box(inset_x: float, inset_y: float) -> str:
    return (
        f"M{number(inset_x)} {number(inset_y)}H{number(WIDTH - inset_x)}"
        f"V{number(HEIGHT - inset_y)}H{number(inset_x)}z"
    )


def circle(x: float, y: float, radius: float) -> str:
    """Four Bezier quarters, because an arc is drawn more slowly."""
    place, k = placing(x, y, 0, radius), 0.5523
    pieces = (
        (k, 1, 1, k, 1, 0),
        (1, -k, k, -1, 0, -1),
        (-k, -1, -1, -k, -1, 0),
        (-1, k, -k, 1, 0, 1),
    )
    return curves(place, (0, 1), pieces) + "z"


def wave(x: float, y: float, inner: float, outer: float, petals: int, turn: float) -> str:
    """A closed line that swings between two radii, one Bezier for each half swing."""
    half, count = math.pi / petals, 2 * petals
    reach = half * 0.5

    def at(radius: float, angle: float) -> Point:
        return x + radius * math.sin(angle), y - radius * math.cos(angle)

    path: list[str] = []
    for step in range(count):
        start, end = turn + step * half, turn + (step + 1) * half
        radii = (outer, inner) if step % 2 == 0 else (inner, outer)
        if not path:
            path.append("M" + " ".join(number(value) for value in at(radii[0], start)))
        ends = (at(radii[0], start + reach), at(radii[1], end - reach), at(radii[1], end))
        path.append("C" + " ".join(number(value) for each in ends for value in each))
    return "".join(path) + "z"


def guilloche() -> str:
    x, y = WIDTH / 2, 366.0
    lines = []
    for inner, outer, petals, copies in ((170, 222, 12, 8), (134, 170, 12, 4)):
        step = 2 * math.pi / petals / copies
        lines += [wave(x, y, inner, outer, petals, copy * step) for copy in range(copies)]
    return "".join(lines)


def crest() -> tuple[str, str]:
    """The rosette at the head of the page: lines and fills."""
    x, y = CREST
    lines = [circle(x, y, radius) for radius in (43.5, 40, 11.5)]
    fills = [lozenge(placing(x, y, turn), 0, 0, 5) for turn in (0, 90)]
    for turn in range(0, 360, 45):
        lines.append(horns(placing(*placing(x, y, turn)(0, 15.5), turn, 0.58)))
        lines.append(polygon(placing(x, y, turn), (0, 11.5), (0, 19.5)).removesuffix("z"))
        fills.append(lozenge(placing(x, y, turn + 22.5), 0, 15.6, 1.4))
        fills.append(lozenge(placing(x, y, turn + 22.5), 0, 35.2, 1.4))
    return "".join(lines), "".join(fills)


def drawing() -> str:
    """The whole page as SVG text."""
    lines, fills = [], []
    for place, is_last in band():
        lines.append(horns(place) + curves(place, (0, 14), FOOT) + curves(place, (0, 14), FOOT, -1))
        sides = (-PITCH / 2, PITCH / 2) if is_last else (-PITCH / 2,)
        for x in sides:
            if math.dist(place(x, 19), CREST) > 50:
                fills.append(lozenge(place, x, 9.4, 3.2) + lozenge(place, x, 28.6, 1.7))
    lines += [horns(place) for place in corners()]
    crest_lines, crest_fills = crest()
    rules = box(LEFT, TOP) + box(LEFT + BAND, TOP + BAND)
    inner = box(LEFT + BAND + 7, TOP + BAND + 7)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="297mm" height="210mm">',
            f'<path fill="{PAPER}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>',
            f'<path fill="none" stroke="{PALE}" stroke-width="0.8" d="{guilloche()}"/>',
            f'<path fill="none" stroke="{GOLD}" stroke-width="2.2" d="{rules}"/>',
            f'<path fill="none" stroke="{SKY}" stroke-width="1" d="{inner}"/>',
            f'<path fill="none" stroke="{GOLD}" stroke-width="1.7" stroke-linecap="round" d="{"".join(lines)}"/>',
            f'<path fill="{GOLD}" d="{"".join(fills)}"/>',
            f'<path fill="{PAPER}" d="{circle(*CREST, 47.5)}"/>',
            f'<path fill="none" stroke="{DEEP_GOLD}" stroke-width="1.5" stroke-linecap="round" d="{crest_lines}"/>',
            f'<path fill="{SKY}" d="{crest_fills}"/>',
            "</svg>\n",
        )
    )


def main() -> None:
    Path(__file__).with_name("border.svg").write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    main()

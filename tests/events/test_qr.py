import re
from xml.etree import ElementTree

import segno

from events.qr import QUIET_ZONE, qr_svg

LINE = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def drawn_modules(path: str) -> set[tuple[int, int]]:
    """The modules under the horizontal lines of a path, each one module thick."""
    x = y = 0.0
    drawn = set()
    for command, first, second in LINE.findall(path):
        if command == "h":
            drawn |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += float(first)
        else:
            is_absolute = command == "M"
            x = float(first) + (0 if is_absolute else x)
            y = float(second) + (0 if is_absolute else y)
    return drawn


def test_the_drawing_holds_the_dark_modules_and_no_other():
    text = "http://127.0.0.1:8000/pass/#nYb3_A"

    svg = ElementTree.fromstring(qr_svg(text))

    ground, lines = svg
    matrix = list(segno.make(text, micro=False, error="m").matrix_iter(border=QUIET_ZONE))
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    side = len(matrix)
    assert drawn_modules(lines.get("d")) == dark
    assert svg.attrib == {"viewBox": f"0 0 {side} {side}"}
    assert ground.attrib == {"fill": "#fff", "d": f"M0 0h{side}v{side}h-{side}z"}
    assert lines.get("stroke") == "#000"


def test_the_policy_for_styles_holds_and_nothing_of_the_text_stands_in_the_drawing():
    svg = qr_svg("https://example.org/</svg><script>")

    assert "style" not in svg
    assert "script" not in svg

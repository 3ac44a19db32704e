import re

import segno

from events.qr import QUIET_ZONE, qr_of

STROKE = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def test_the_path_draws_the_dark_modules_and_no_other():
    text = "http://127.0.0.1:8000/pass/#nYb3_A"

    qr = qr_of(text)

    drawn = {
        (int(x) + step, int(y))
        for x, y, width, _ in STROKE.findall(qr.path)
        for step in range(int(width))
    }
    matrix = list(segno.make(text, micro=False, error="m").matrix_iter(border=QUIET_ZONE))
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert qr.side == len(matrix)
    assert STROKE.sub("", qr.path) == ""

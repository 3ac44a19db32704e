"""The QR code of a diploma: a mask that costs next to nothing, and the same as a plain picture."""

import io
from typing import Any

import segno

from events.pdf.images import XObject

QUIET_ZONE = 4
INK = (0x17, 0x22, 0x3B)
PAPER = "#fffdf8"


class QrMask:
    """A QR code as a mask of one bit a module, painted in ink; four modules stay empty around it."""

    def __init__(self, name: str, text: str) -> None:
        rows = _padded(segno.make(text, micro=False, error="m", mask=3).matrix)
        self.side = len(rows)
        self._x_object = XObject(
            f"qr-{name}",
            b"".join(_packed(row) for row in rows),
            {
                "Subtype": "/Image",
                "ImageMask": "true",
                "Width": self.side,
                "Height": self.side,
                "BitsPerComponent": 1,
            },
        )

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self.side / resolution, self.side / resolution, 1.0

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        stream.set_color_rgb(*(channel / 255 for channel in INK))
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(stream.add_image(self._x_object, False, 1))


def qr_png(text: str) -> bytes:
    """The same QR code as a plain picture, a pixel a module."""
    code = segno.make(text, micro=False, error="m", mask=3)
    picture = io.BytesIO()
    code.save(picture, kind="png", border=QUIET_ZONE, dark=_hex(INK), light=PAPER)
    return picture.getvalue()


def _padded(matrix: tuple[bytearray, ...]) -> list[bytes]:
    side = len(matrix) + 2 * QUIET_ZONE
    margin, blank = bytes(QUIET_ZONE), bytes(side)
    rows = [margin + bytes(row) + margin for row in matrix]
    return [blank] * QUIET_ZONE + rows + [blank] * QUIET_ZONE


def _packed(row: bytes) -> bytes:
    """Eight modules a byte; a mask paints where the bit is 0."""
    bits = "".join("0" if module else "1" for module in row)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)

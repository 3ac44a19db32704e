"""Static artwork, drawn once and re-emitted.

WeasyPrint takes ready image objects through its `cache` argument: whatever answers
`get_intrinsic_size` and `draw` is an image, and what it gives to `Stream.add_image` is asked for
`get_x_object` when the file is written. That protocol is internal to WeasyPrint and the reason
why its version is pinned; a pixel test keeps these images equal to the plain ones.
"""

import io
import zlib
from collections.abc import Mapping
from typing import Any

import pydyf
import segno

QUIET_ZONE = 4
INK = (0x17, 0x22, 0x3B)
PAPER = "#fffdf8"


class NotFlat(ValueError):
    """The artwork holds gradients, patterns, groups or text and cannot be re-emitted."""


class XObject:
    """Bytes that are written as one external object of a PDF."""

    def __init__(self, name: str, content: bytes, extra: Mapping[str, Any]) -> None:
        self.id = name
        self._content = zlib.compress(content, 9)
        self._extra = {"Type": "/XObject", "Filter": "/FlateDecode", **extra}

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
        """A new stream for one file; a file numbers the objects that it is given."""
        extra = {
            key: pydyf.Dictionary(value) if isinstance(value, dict) else value
            for key, value in self._extra.items()
        }
        return pydyf.Stream([self._content], extra)


class FlatArt:
    """Vector artwork in flat colours, kept as a Form XObject for each size it is drawn at."""

    def __init__(self, name: str, image: Any) -> None:
        self._name = name
        self._image = image
        self._drawn: dict[tuple[float, float], XObject] = {}

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        return self._image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        size = (width, height)
        if size not in self._drawn:
            self._drawn[size] = self._draw_once(stream, width, height, style)
        stream.draw_x_object(stream.add_image(self._drawn[size], False, 1))

    def _draw_once(self, stream: Any, width: float, height: float, style: Any) -> XObject:
        states: dict[str, Any] = pydyf.Dictionary()
        others = {name: pydyf.Dictionary() for name in ("XObject", "Pattern", "Shading")}
        resources = {"ExtGState": states, "ColorSpace": pydyf.Dictionary(), **others}
        scratch = stream.clone(resources=resources, fonts={}, images={}, compress=False)
        self._image.draw(scratch, width, height, style)
        if any(others.values()):
            raise NotFlat(self._name)
        return XObject(
            f"{self._name}-{width:g}-{height:g}",
            b"\n".join(scratch.stream),
            {
                "Subtype": "/Form",
                "BBox": pydyf.Array((0, 0, width, height)),
                "Resources": {"ExtGState": states},
            },
        )


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

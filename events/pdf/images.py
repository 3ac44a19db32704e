"""Pictures that are drawn once and re-emitted in every file.

WeasyPrint takes ready image objects through its `cache` argument: whatever answers
`get_intrinsic_size` and `draw` is an image, and what it gives to `Stream.add_image` is asked for
`get_x_object` when the file is written. That protocol is internal to WeasyPrint and the reason
why its version is pinned; a pixel test keeps these images equal to the plain ones.
"""

import zlib
from collections.abc import Mapping
from typing import Any

import pydyf

from events.pdf.engine import asset_fetcher, engine


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

    def __init__(self, name: str, svg: bytes) -> None:
        address = f"asset:{name}.svg"
        self._name = name
        self._image = engine().images.get_image_from_uri(
            {}, asset_fetcher({address: svg}), engine().DEFAULT_OPTIONS, address
        )
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

"""Pages that are drawn line by line, and the file of them. What stands where is measured before (flow.py)."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import pydyf

from events.pdf.engine import GENERATOR, Metadata
from events.pdf.faces import FaceSource
from events.pdf.lines import Line
from events.pdf.structure import Part, add_structure
from events.pdf.typefaces import Colour, Type, embed
from events.pdf.writing import bytes_of

MILLIMETRE: Final = 72 / 25.4
Area = tuple[float, float, float, float]  # left, top, width, height
PAGE: Final = (210 * MILLIMETRE, 297 * MILLIMETRE)


class Fonts:
    """The faces of one file by their names in it, and what was shown of each."""

    def __init__(self) -> None:
        self.names: dict[FaceSource, str] = {}
        self._shown: defaultdict[FaceSource, dict[int, str]] = defaultdict(dict)
        self._told: dict[tuple[Line, Type], str] = {}

    def told(self, line: Line, kind: Type) -> str:
        """How a page shows a line, once its place is said. The same figures come some thousand times."""
        key = line, kind
        if key not in self._told:
            self._note(line)
            self._told[key] = self._written(line, kind)
        return self._told[key]

    def _note(self, line: Line) -> None:
        """Remember which glyphs stand for what."""
        for run in (run for piece in line.pieces for run in piece.runs):
            shown = self._shown[run.face]
            for glyph, letters in run.meanings:
                shown[glyph] = shown.get(glyph) or letters

    def _written(self, line: Line, kind: Type) -> str:
        red, green, blue = kind.colour
        told: list[str] = []
        face, rise = None, 0.0
        for run in (run for piece in line.pieces for run in piece.runs):
            if (run.face, run.rise) != (face, rise):
                told.append(f"{'] TJ ' * bool(told)}/{self._name(run.face)} {kind.size:g} Tf ")
                told.append(f"{run.rise * kind.size:.2f} Ts [" if run.rise or rise else "[")
                face, rise = run.face, run.rise
            told.append(run.shown)
        ends = "] TJ 0 Ts ET" if rise else "] TJ ET"
        return f"{red:.3g} {green:.3g} {blue:.3g} rg {''.join(told)}{ends}" if told else ""

    def _name(self, source: FaceSource) -> str:
        return self.names.setdefault(source, f"F{len(self.names) + 1}")

    def embed(self, pdf: Any) -> Any:
        fonts = {name: embed(pdf, face, self._shown[face]) for face, name in self.names.items()}
        return pydyf.Dictionary(fonts)


class Canvas:
    """One page. Places are points from its left and upper edges."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._drawn: list[str] = []
        self.parts: list[Part] = []  # by the numbers of their marks

    def begin(self, part: Part | None) -> None:
        """What is drawn until `end` belongs to it, or to nothing that is read aloud."""
        if part is None:
            self._drawn.append("/Artifact BMC")
        else:
            self._drawn.append(f"/{part.role} <</MCID {len(self.parts)}>> BDC")
            self.parts.append(part)

    def end(self) -> None:
        self._drawn.append("EMC")

    def text(self, line: Line, kind: Type, left: float, top: float) -> None:
        """A line whose room begins at `top`."""
        if told := self._fonts.told(line, kind):
            self._drawn.append(f"BT {left:.2f} {PAGE[1] - top - kind.rise:.2f} Td {told}")

    def fill(self, colour: Colour, *areas: Area) -> None:
        """Outside of what is read aloud."""
        red, green, blue = colour
        told = (
            f"{left:.2f} {PAGE[1] - top - height:.2f} {width:.2f} {height:.2f} re"
            for left, top, width, height in areas
        )
        colours = f"{red:.3g} {green:.3g} {blue:.3g} rg"
        self._drawn.append(f"/Artifact BMC {colours} {' '.join(told)} f EMC")

    @property
    def content(self) -> bytes:
        return "\n".join(self._drawn).encode()


def file_of(pages: Sequence[Canvas], fonts: Fonts, about: Metadata) -> bytes:
    """The bytes depend on the pages and the metadata alone."""
    pdf = pydyf.PDF()
    resources = pydyf.Dictionary({"Font": fonts.embed(pdf)})
    pdf.add_object(resources)
    added = [_add_page(pdf, each, resources) for each in pages]
    add_structure(pdf, added, [each.parts for each in pages])
    return _written(pdf, about)


def _add_page(pdf: Any, page: Canvas, resources: Any) -> Any:
    content = pydyf.Stream([zlib.compress(page.content)], {"Filter": "/FlateDecode"})
    pdf.add_object(content)
    added = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, *(round(side, 3) for side in PAGE)]),
            "Contents": content.reference,
            "Resources": resources.reference,
        }
    )
    pdf.add_page(added)
    return added


def _written(pdf: Any, about: Metadata) -> bytes:
    pdf.catalog["Lang"] = pydyf.String(about.language)
    pdf.info["Title"] = pydyf.String(about.title)
    pdf.info["Producer"] = pydyf.String(GENERATOR)
    if about.author:
        pdf.info["Author"] = pydyf.String(about.author)
    return bytes_of(pdf)

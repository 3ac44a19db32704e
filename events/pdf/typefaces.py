"""Text as glyphs: shaped with HarfBuzz on the faces of documents, and those faces as a file carries them.

A face is embedded with the glyphs that were shown, under their own numbers, and says which letters they are.
"""

import functools
import hashlib
import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pydyf
import uharfbuzz

from events.pdf.faces import FaceSource, installed_face

Colour = tuple[float, float, float]
LAYOUT_TABLES: Final = (b"GSUB", b"GPOS", b"GDEF", b"DSIG", b"kern")
UNITS: Final = 1000  # of PDF in an em
LONGEST_KEPT: Final = 30  # letters
SYMBOLIC: Final = 4
MOST_LETTERS_AT_ONCE: Final = 100  # in one block of a map, by the PDF reference
WITH_OUTLINES_OF_POSTSCRIPT: Final = b"OTTO"
MAP_BEGINS: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
MAP_ENDS: Final = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@dataclass(frozen=True, eq=False)
class Type:
    """How text is set: each letter in the first of the faces that has it, sizes in points. Each is only itself."""

    faces: tuple[FaceSource, ...]
    size: float
    leading: float
    colour: Colour
    features: tuple[str, ...] = ("lnum",)

    @functools.cached_property
    def rise(self) -> float:
        """From the top of a line to where its letters stand."""
        extents = font_of(self.faces[0]).get_font_extents("ltr")
        em = self.size / upem(self.faces[0])
        height = (extents.ascender - extents.descender) * em
        return float((self.leading - height) / 2 + extents.ascender * em)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs of one face at one height, in ems above the line: how a page shows them, and what each stands for."""

    face: FaceSource
    rise: float
    shown: str
    meanings: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """A piece of text without a place; `width` is in ems."""

    width: float
    runs: tuple[Run, ...]


def shaped(text: str, kind: Type) -> Shaped:
    """Kept for when it comes again, unless it is longer than words are. Raises FaceMissing."""
    return _kept(text, kind) if len(text) <= LONGEST_KEPT else shape(text, kind)


def shape(text: str, kind: Type) -> Shaped:
    """Raises FaceMissing."""
    runs, width = [], 0.0
    for face, letters in itertools.groupby(text, key=lambda letter: _face_of(letter, kind.faces)):
        for run, wide in _runs("".join(letters), face, kind.features):
            runs.append(run)
            width += wide
    return Shaped(width, tuple(runs))


_kept = functools.lru_cache(maxsize=1 << 16)(shape)


def _face_of(letter: str, faces: tuple[FaceSource, ...]) -> FaceSource:
    return next((face for face in faces if letter in installed_face(face).letters), faces[0])


def _runs(text: str, source: FaceSource, features: tuple[str, ...]) -> Iterator[tuple[Run, float]]:
    """With their widths."""
    font, em = font_of(source), upem(source)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, dict.fromkeys(features, True))
    infos, positions = buffer.glyph_infos or [], buffer.glyph_positions or []
    glyphs = zip(_meanings(text, infos), positions, strict=True)
    for rise, part in itertools.groupby(glyphs, key=lambda each: each[1].y_offset):
        alike = list(part)
        shown = "".join(_shown(glyph, at, font) for (glyph, _letters), at in alike)
        width = sum(at.x_advance for _glyph, at in alike) / em
        meanings = tuple(meaning for meaning, _at in alike)
        yield Run(source, rise / em, shown.replace("><", ""), meanings), width


def _shown(glyph: int, at: Any, font: Any) -> str:
    """As an entry of a shown array, where a positive number moves what follows to the left."""
    kern = font.get_glyph_h_advance(glyph) - at.x_advance
    before, after = -at.x_offset, at.x_offset + kern
    moves = (f"{each * UNITS / font.face.upem:.0f}" if each else "" for each in (before, after))
    return f"<{glyph:04x}>".join(moves)


def _meanings(text: str, infos: Any) -> Iterator[tuple[int, str]]:
    """Each glyph with the letters that it draws; where several draw them, the first stands for all."""
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for info in infos:
        yield info.codepoint, text[info.cluster : ends.pop(info.cluster, info.cluster)]


def upem(source: FaceSource) -> int:
    return int(font_of(source).face.upem)


@functools.cache
def font_of(source: FaceSource) -> Any:
    return uharfbuzz.Font(uharfbuzz.Face(installed_face(source).content))


def embed(pdf: Any, source: FaceSource, letters: dict[int, str]) -> Any:
    """The font of a file, for the glyphs that it shows, with the letters that each stands for."""
    font = font_of(source)
    content = _subset(font.face, letters)
    is_postscript = content.startswith(WITH_OUTLINES_OF_POSTSCRIPT)
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(content).digest()[:6])
    name = f"/{tag}+{source.label.replace(' ', '')}"
    descends = _added(
        pdf,
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if is_postscript else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {
                    "Registry": pydyf.String("Adobe"),
                    "Ordering": pydyf.String("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": _descriptor(pdf, font, name, content, is_postscript=is_postscript),
            "W": _widths(font, letters),
            **({} if is_postscript else {"CIDToGIDMap": "/Identity"}),
        },
    )
    return _added(
        pdf,
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descends]),
            "ToUnicode": _added_stream(pdf, _letters_map(letters)),
        },
    )


def _descriptor(pdf: Any, font: Any, name: str, content: bytes, *, is_postscript: bool) -> Any:
    share = UNITS / font.face.upem
    box = struct.unpack(">4h", font.face.reference_table("head").data[36:44])
    extents = font.get_font_extents("ltr")
    kind = {"Subtype": "/OpenType"} if is_postscript else {"Length1": len(content)}
    return _added(
        pdf,
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": SYMBOLIC,
            "FontBBox": pydyf.Array([round(each * share) for each in box]),
            "ItalicAngle": 0,
            "Ascent": round(extents.ascender * share),
            "Descent": round(extents.descender * share),
            "CapHeight": round(extents.ascender * share),
            "StemV": 80,
            "FontFile3" if is_postscript else "FontFile2": _added_stream(pdf, content, kind),
        },
    )


def _subset(face: Any, letters: dict[int, str]) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(letters)
    wanted.drop_table_tag_set.update(int.from_bytes(each, "big") for each in LAYOUT_TABLES)
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    content: bytes = uharfbuzz.subset(face, wanted).blob.data
    return content


def _widths(font: Any, letters: dict[int, str]) -> Any:
    share = UNITS / font.face.upem
    widths = pydyf.Array()
    for glyph in sorted(letters):
        widths += [glyph, pydyf.Array([round(font.get_glyph_h_advance(glyph) * share, 2)])]
    return widths


def _letters_map(letters: dict[int, str]) -> bytes:
    """By which a reader copies text out."""
    known = [
        f"<{glyph:04x}> <{each.encode('utf-16-be').hex()}>"
        for glyph, each in sorted(letters.items())
        if each
    ]
    blocks = [
        f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar" for part in _in_parts(known)
    ]
    return "\n".join([MAP_BEGINS, *blocks, MAP_ENDS]).encode()


def _in_parts(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), MOST_LETTERS_AT_ONCE):
        yield lines[start : start + MOST_LETTERS_AT_ONCE]


def _added(pdf: Any, values: dict[str, Any]) -> Any:
    made = pydyf.Dictionary(values)
    pdf.add_object(made)
    return made.reference


def _added_stream(pdf: Any, content: bytes, extra: dict[str, Any] | None = None) -> Any:
    made = pydyf.Stream([content], extra, compress=True)
    pdf.add_object(made)
    return made.reference

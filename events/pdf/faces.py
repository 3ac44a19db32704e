"""The type faces of documents and screens: one table, found on this machine, measured by shaping.

WeasyPrint takes its faces from the system, so the file measured here and the file drawn there
must be the same; `self_check.py` compares them.
"""

import functools
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uharfbuzz

from events.pdf.errors import RenderingUnavailable


@dataclass(frozen=True, slots=True)
class FaceSource:
    """Where a face comes from: its family, its usual file names, its Debian package.

    `lends` are the categories of letters that are taken of it; all it has where none is named.
    """

    label: str
    family: str
    file_names: tuple[str, ...]
    package: str
    lends: frozenset[str] = frozenset()


VOLLKORN_SEMIBOLD: Final = FaceSource(
    "Vollkorn SemiBold",
    "Vollkorn",
    ("Vollkorn-SemiBold.ttf", "Vollkorn-SemiBold.otf"),
    "fonts-vollkorn",
)
PT_SERIF: Final = FaceSource(
    "PT Serif", "PT Serif", ("PTF55F.ttf", "PT_Serif-Web-Regular.ttf"), "fonts-paratype"
)
PT_SERIF_BOLD: Final = FaceSource(
    "PT Serif Bold", "PT Serif", ("PTF75F.ttf", "PT_Serif-Web-Bold.ttf"), "fonts-paratype"
)
# Single letters of other alphabets in a name: no signs, and no marks, which stand ill on a letter of another face.
LETTERS: Final = frozenset(["Lu", "Ll", "Lt", "Lo", "Lm", "Sc"])
DEJAVU_SERIF: Final = FaceSource(
    "DejaVu Serif", "DejaVu Serif", ("DejaVuSerif.ttf",), "fonts-dejavu-core", LETTERS
)
DEJAVU_SERIF_BOLD: Final = FaceSource(
    "DejaVu Serif Bold", "DejaVu Serif", ("DejaVuSerif-Bold.ttf",), "fonts-dejavu-core", LETTERS
)
PT_SANS: Final = FaceSource(
    "PT Sans", "PT Sans", ("PTS55F.ttf", "PT_Sans-Web-Regular.ttf"), "fonts-paratype"
)
PT_SANS_BOLD: Final = FaceSource(
    "PT Sans Bold", "PT Sans", ("PTS75F.ttf", "PT_Sans-Web-Bold.ttf"), "fonts-paratype"
)
PT_SANS_ITALIC: Final = FaceSource(
    "PT Sans Italic", "PT Sans", ("PTS56F.ttf", "PT_Sans-Web-Italic.ttf"), "fonts-paratype"
)

# What a document is set in: names and titles, text, and what stands out of the text. Each borrows the
# letters that it lacks from the next, as the style sheets name them; the last has those of most alphabets.
DISPLAY: Final = VOLLKORN_SEMIBOLD
TEXT: Final = PT_SERIF
TEXT_BOLD: Final = PT_SERIF_BOLD
LAST: Final = DEJAVU_SERIF
LAST_BOLD: Final = DEJAVU_SERIF_BOLD
DOCUMENT_FACES: Final = (DISPLAY, TEXT, TEXT_BOLD, LAST, LAST_BOLD)
FACES_OF_NAMES: Final = (DISPLAY, TEXT_BOLD, LAST_BOLD)
FACES_OF_TEXT: Final = (TEXT, DISPLAY, LAST)
FACES_OF_BOLD: Final = (TEXT_BOLD, DISPLAY, LAST_BOLD)
ALL_FACES: Final = (*DOCUMENT_FACES, PT_SANS, PT_SANS_BOLD, PT_SANS_ITALIC)


class FaceMissing(RenderingUnavailable):
    """A face is not installed."""

    def __init__(self, source: FaceSource) -> None:
        super().__init__(
            f"The font {source.label} is missing: install the Debian package {source.package}."
        )
        self.source = source


class Face:
    """One font file, shaped with HarfBuzz."""

    def __init__(self, path: Path, lends: Collection[str] = ()) -> None:
        self.path = path
        self.content = path.read_bytes()
        self._face = uharfbuzz.Face(self.content)
        self._font = uharfbuzz.Font(self._face)
        letters = map(chr, self._face.unicodes)
        self.letters = frozenset(
            letter for letter in letters if not lends or unicodedata.category(letter) in lends
        )

    def width(self, text: str, size_pt: float) -> float:
        """Width in points of one line of text, kerning and ligatures included."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"kern": True, "liga": True})
        advance: int = sum(position.x_advance for position in buffer.glyph_positions or ())
        return advance * size_pt / float(self._face.upem)


@functools.cache
def installed_face(source: FaceSource) -> Face:
    """The face as installed on this machine, read once a process; raises FaceMissing."""
    return Face(find_face(source), source.lends)


def find_face(source: FaceSource, folders: Iterable[Path] | None = None) -> Path:
    """The file of a face, in the folders or below them; raises FaceMissing."""
    for folder in font_folders() if folders is None else folders:
        for name in source.file_names:
            for path in sorted(folder.rglob(name)):
                return path
    raise FaceMissing(source)


def font_folders() -> Iterator[Path]:
    """The folders that fontconfig reads by default, those of the system first."""
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    home = os.environ.get("XDG_DATA_HOME", "~/.local/share")
    for folder in ("/usr/share/fonts", *(f"{each}/fonts" for each in [*shared, home]), "~/.fonts"):
        path = Path(folder).expanduser()
        if path.is_dir():
            yield path

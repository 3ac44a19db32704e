"""The type faces of a diploma: found on this machine, measured by shaping.

WeasyPrint takes its faces from the system, so the file measured here and the file drawn there
must be the same; `rendering.self_check` compares them.
"""

import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz


@dataclass(frozen=True, slots=True)
class FaceSource:
    """Where a face comes from: its family, its usual file names, its Debian package."""

    label: str
    family: str
    file_names: tuple[str, ...]
    package: str


DISPLAY = FaceSource(
    "Vollkorn SemiBold",
    "Vollkorn",
    ("Vollkorn-SemiBold.ttf", "Vollkorn-SemiBold.otf"),
    "fonts-vollkorn",
)
TEXT = FaceSource(
    "PT Serif", "PT Serif", ("PTF55F.ttf", "PT_Serif-Web-Regular.ttf"), "fonts-paratype"
)
TEXT_BOLD = FaceSource(
    "PT Serif Bold", "PT Serif", ("PTF75F.ttf", "PT_Serif-Web-Bold.ttf"), "fonts-paratype"
)
ALL_FACES = (DISPLAY, TEXT, TEXT_BOLD)


class FaceMissing(LookupError):
    """A face is not installed."""

    def __init__(self, source: FaceSource) -> None:
        super().__init__(
            f"The font {source.label} is missing: install the Debian package {source.package}."
        )
        self.source = source


class Face:
    """One font file, shaped with HarfBuzz."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = path.read_bytes()
        self._face = uharfbuzz.Face(self.content)
        self._font = uharfbuzz.Font(self._face)
        self._letters = frozenset(self._face.unicodes)

    def width(self, text: str, size_pt: float) -> float:
        """Width in points of one line of text, kerning and ligatures included."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"kern": True, "liga": True})
        advance: int = sum(position.x_advance for position in buffer.glyph_positions or ())
        return advance * size_pt / float(self._face.upem)

    def missing_letters(self, text: str) -> str:
        """The letters of a text that this face cannot draw, each once, in order."""
        return "".join(
            dict.fromkeys(
                letter for letter in text if ord(letter) not in self._letters and letter != "\n"
            )
        )


@functools.cache
def installed_face(source: FaceSource) -> Face:
    """The face as installed on this machine; raises FaceMissing."""
    for folder in _font_folders():
        for name in source.file_names:
            for path in sorted(folder.rglob(name)):
                return Face(path)
    raise FaceMissing(source)


def name_width(text: str, size_pt: float) -> float:
    """Width in points of a name as set on a diploma."""
    return installed_face(DISPLAY).width(text, size_pt)


def _font_folders() -> Iterator[Path]:
    """The folders that fontconfig reads by default, those of the system first."""
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    home = os.environ.get("XDG_DATA_HOME", "~/.local/share")
    for folder in ("/usr/share/fonts", *(f"{each}/fonts" for each in [*shared, home]), "~/.fonts"):
        path = Path(folder).expanduser()
        if path.is_dir():
            yield path

"""Cuts the faces of screens (events/pdf/faces.py) to small WOFF2 files for the browser.

Every face becomes up to three files by script, so that a page in one language fetches little:
`latin` (ASCII and common signs), `cyrillic` (Russian and Kazakh) and `more` (the accented Latin and
the other Cyrillic letters). The same ranges stand in static/css/tokens.css.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final

from fontTools import subset

from events.pdf.faces import (
    PT_SANS,
    PT_SANS_BOLD,
    PT_SANS_ITALIC,
    PT_SERIF,
    VOLLKORN_SEMIBOLD,
    FaceSource,
    find_face,
)
from events.whole_files import write_whole

FEATURES: Final = ("kern", "lnum", "tnum", "liga")
STAMP: Final = ".cut-from"  # a leading dot keeps it out of the collected static files

LATIN: Final = frozenset(
    chain(
        range(0x20, 0x7F),
        (0xA0, 0xAB, 0xB7, 0xBB, 0xD7),
        range(0x2011, 0x2015),
        range(0x2018, 0x201E),
        (0x2026, 0x2116),
        range(0x2190, 0x2194),
        (0x2212,),
    )
)
KAZAKH_LETTERS: Final = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
CYRILLIC: Final = frozenset(chain(range(0x410, 0x450), map(ord, "Ёё" + KAZAKH_LETTERS)))
MORE: Final = (
    frozenset(
        chain(
            range(0xA1, 0x180),
            range(0x400, 0x500),
            (0x201E, 0x2020, 0x2021, 0x2022, 0x2039, 0x203A, 0x20AC, 0x20B8, 0x2122),
        )
    )
    - LATIN
    - CYRILLIC
)
SCRIPTS: Final = {"latin": LATIN, "cyrillic": CYRILLIC, "more": MORE}


@dataclass(frozen=True)
class WebFace:
    """A face as the browser gets it: the name of its files, and the scripts they are cut to."""

    name: str
    source: FaceSource
    scripts: tuple[str, ...] = ("latin", "cyrillic", "more")

    def file_names(self) -> list[str]:
        return [f"{self.name}-{script}.woff2" for script in self.scripts]


FACES: Final = (
    WebFace("vollkorn-semibold", VOLLKORN_SEMIBOLD),
    WebFace("pt-sans-regular", PT_SANS),
    WebFace("pt-sans-bold", PT_SANS_BOLD),
    WebFace("pt-sans-italic", PT_SANS_ITALIC, ("latin", "cyrillic")),
    WebFace("pt-serif-regular", PT_SERIF, ("latin", "cyrillic")),
)


def build_fonts(target: Path, *, folders: Sequence[Path] | None = None) -> list[Path]:
    """Cut every face into `target` and return the files, in the order of FACES.

    Nothing is cut when the files there were made from the same sources.
    Raises FaceMissing before anything is written.
    """
    sources = {face: find_face(face.source, folders) for face in FACES}
    files = [target / name for face in FACES for name in face.file_names()]
    stamp = target / STAMP
    made_from = _fingerprint(sources.values())
    if _is_current(stamp, made_from) and all(file.is_file() for file in files):
        return files
    target.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for face, source in sources.items():
        _cut_face(face, source, target)
    write_whole(stamp, made_from, mode=0o666)
    return files


def _fingerprint(sources: Iterable[Path]) -> str:
    """SHA-256 over the source files and over this recipe."""
    digest = hashlib.sha256()
    for file in (Path(__file__), *sources):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _is_current(stamp: Path, made_from: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == made_from


def _cut_face(face: WebFace, source: Path, target: Path) -> None:
    for script, name in zip(face.scripts, face.file_names(), strict=True):
        _cut(source, SCRIPTS[script], target / name)


def _cut(source: Path, letters: Iterable[int], target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.legacy_kern = False
    options.layout_features = list(FEATURES)
    options.notdef_outline = True
    options.name_IDs = [0]  # the copyright line, which the Open Font License wants kept
    cut = BytesIO()
    with subset.load_font(str(source), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        subset.save_font(font, cut, options)
    write_whole(target, cut.getvalue(), mode=0o666)

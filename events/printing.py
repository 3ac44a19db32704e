"""Can this be printed? Asked where a name or a text is entered, by whoever lets it in.

The answer is measured on the faces that documents are set in, after the same changes that rendering
makes, so that nothing is refused first when a document is made; how all texts of a diploma find room
on it stands in diplomas/fitting.py. All of it raises FaceMissing on a machine without the fonts; a
question costs microseconds once they are read.
"""

import functools
import itertools
import math
import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from events.pdf.faces import (
    FACES_OF_BOLD,
    FACES_OF_NAMES,
    FACES_OF_TEXT,
    FaceSource,
    installed_face,
)
from events.pdf.fitting import FittedName, NameDoesNotFit, fit_name

POINTS_PER_MM: Final = 72 / 25.4
NAME_WIDTH_PT: Final = 236 * POINTS_PER_MM
"""The line that a document has for a name; it may take two."""
MOST_LETTERS_NAMED: Final = 3
WIDE_LETTER_EM: Final = 1.07
"""A letter has this much room in a text that is set in the smallest letters: as wide as Щ, Ҧ or @ in bold."""
# Babel and typists write these; the faces draw their plain fellows.
PLAIN_FELLOWS: Final = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-"})
# On pages that are laid out by themselves these are drawn, break the line, or keep it (the joiner beside a dash).
LAID_OUT: Final = frozenset("\n\r\t\u00ad\u2060").union(map(chr, PLAIN_FELLOWS))


def as_printed(text: str) -> str:
    """The text in NFC, with the letters that the faces have for those they lack."""
    return unicodedata.normalize("NFC", text).translate(PLAIN_FELLOWS)


def unprintable_letters(text: str, faces: tuple[FaceSource, ...] = FACES_OF_TEXT) -> str:
    """The letters of one line of text that none of the faces has, each once, in order.

    Control and direction characters are among them.
    """
    printable = _printable_letters(faces)
    return "".join(letter for letter in dict.fromkeys(as_printed(text)) if letter not in printable)


def with_codes(text: str, faces: tuple[FaceSource, ...] = FACES_OF_TEXT) -> str:
    """A page as it is laid out: letters that no face has stand as their code points, `[U+6F22 U+5B57]`.

    For words that were taken as they came; it loses none of them.
    """
    composed = unicodedata.normalize("NFC", text)
    if not (lacking := set(composed) - _printable_letters(faces) - LAID_OUT):
        return composed
    runs = re.compile(f"[{re.escape(''.join(sorted(lacking)))}]+")
    return runs.sub(lambda run: f"[{' '.join(map(_code, run[0]))}]", composed)


@functools.lru_cache(maxsize=256)
def fitted_name(name: str) -> FittedName:
    """A name as documents set it; raises NameDoesNotFit.

    A page that is set closer asks for it hundreds of times.
    """
    return fit_name(name, width_pt=NAME_WIDTH_PT, measure=name_width)


@functools.lru_cache(maxsize=10_000)
def name_fits(name: str) -> bool:
    """Whether two lines hold the name in letters that can still be read with dignity."""
    try:
        fitted_name(as_printed(name))
    except NameDoesNotFit:
        return False
    return True


def name_width(text: str, size_pt: float) -> float:
    """Width in points of a name as set on a document."""
    return shaped_width(text, size_pt, FACES_OF_NAMES)


def shaped_width(text: str, size_pt: float, faces: tuple[FaceSource, ...]) -> float:
    """Width in points of one line as it is set, kerned, with the letters that the first face borrows."""
    lenders = _lenders(faces)
    runs = itertools.groupby(as_printed(text), key=lambda letter: lenders.get(letter, faces[0]))
    return sum(installed_face(face).width("".join(run), size_pt) for face, run in runs)


def text_width(text: str, size_pt: float, faces: tuple[FaceSource, ...] = FACES_OF_TEXT) -> float:
    """Width in points of one line of text, each letter in the first of the faces that has it."""
    widths = _letter_widths(faces)
    return size_pt * sum(widths.get(letter, WIDE_LETTER_EM) for letter in as_printed(text))


def why_unprintable(text: str, faces: tuple[FaceSource, ...] = FACES_OF_TEXT) -> str | None:
    """One sentence, in the reader's language, that names the letters; nothing for a text that prints."""
    letters = unprintable_letters(text, faces)
    if not letters:
        return None
    shown = ", ".join(_described(letter) for letter in letters[:MOST_LETTERS_NAMED])
    more = "…" if len(letters) > MOST_LETTERS_NAMED else ""
    reason = _("This cannot be printed on a document: %(letters)s. Write it otherwise.")
    return reason % {"letters": shown + more}


def why_unprintable_name(name: str) -> str | None:
    """The same for a person's name, which must also fit on a diploma."""
    if reason := why_unprintable(name, FACES_OF_NAMES):
        return reason
    if not name_fits(name):
        return _("This name does not fit on a diploma, even small and in two lines. Shorten it.")
    return None


def why_too_wide(text: str, letters: int) -> str | None:
    """Why the place of so many letters on a document does not hold a text, or nothing."""
    room = letters * WIDE_LETTER_EM
    if len(as_printed(text)) * _widest_letter() <= room:
        return None
    width = max(text_width(text, 1, faces) for faces in (FACES_OF_TEXT, FACES_OF_BOLD))
    if width <= room:
        return None
    reason = _(
        "Even in the smallest letters this is wider than its place on a document."
        " Shorten it by %(percent)s %%."
    )
    return reason % {"percent": math.ceil(100 * (1 - room / width))}


@functools.cache
def _lenders(faces: tuple[FaceSource, ...]) -> dict[str, FaceSource]:
    """For every letter the first of the faces that has it."""
    return {letter: face for face in reversed(faces) for letter in installed_face(face).letters}


@functools.cache
def _letter_widths(faces: tuple[FaceSource, ...]) -> dict[str, float]:
    """Width in em of every letter that the faces have, the first of them before the others."""
    widths: dict[str, float] = {}
    for face in map(installed_face, reversed(faces)):
        widths |= {letter: face.width(letter, 1) for letter in face.letters}
    return widths


@functools.cache
def _widest_letter() -> float:
    """In em, of all that are measured here."""
    widths = (_letter_widths(faces).values() for faces in (FACES_OF_TEXT, FACES_OF_BOLD))
    return max(WIDE_LETTER_EM, *itertools.chain(*widths))


@functools.cache
def _printable_letters(faces: tuple[FaceSource, ...]) -> frozenset[str]:
    letters = frozenset[str]().union(*(installed_face(source).letters for source in faces))
    return frozenset(letter for letter in letters if unicodedata.category(letter)[0] != "C")


def _described(letter: str) -> str:
    """`ა (U+10D0 GEORGIAN LETTER AN)`; of a letter that cannot be seen the code alone."""
    code = f"{_code(letter)} {unicodedata.name(letter, '')}".rstrip()
    return f"{letter} ({code})" if letter.isprintable() and not letter.isspace() else code


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"

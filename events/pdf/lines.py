"""A text as the lines that a width holds: broken at its spaces, after hyphens and strokes, and in a word where it must."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from events.pdf.typefaces import Shaped, Type, shaped

WORD_JOINER: Final = "\u2060"
SOFT_HYPHEN: Final = "\u00ad"
SPACES: Final = re.compile(r"[ \t\r\f\v\n]+")  # not the one that keeps its words together
# After a hyphen or a stroke between letters; a joiner on either side forbids it.
BETWEEN: Final = re.compile(r"(?<=[^\W\d][-/])(?=[^\W\d])|(?<=[^\W_][–—])(?=\w)|(?<=\u00ad)")


@dataclass(frozen=True, slots=True)
class Line:
    """`width` is in points."""

    pieces: tuple[Shaped, ...]
    width: float


@functools.lru_cache(maxsize=1 << 15)
def broken(text: str, kind: Type, width: float, *, keeps_lines: bool = False) -> tuple[Line, ...]:
    """No line for no text. With `keeps_lines` a new line of the text is one on paper. Raises FaceMissing."""
    if not text.strip():
        return ()
    parts = text.split("\n") if keeps_lines else [text]
    return tuple(line for part in parts for line in _Breaker(kind, width).lines(part))


class _Breaker:
    """Each line takes what still finds room."""

    def __init__(self, kind: Type, width: float) -> None:
        self._kind = kind
        self._room = width / kind.size + 1e-6  # in ems

    def lines(self, text: str) -> Iterator[Line]:
        held = ""
        for piece in _pieces(unicodedata.normalize("NFC", text)):
            if self._fits(held + piece):
                held += piece
                continue
            if held:
                yield self._line(held)
            held = piece.lstrip(" ")
            while not self._fits(held):
                at = self._most_letters(held)
                yield self._line(held[:at])
                held = held[at:]
        if held or not text.strip():
            yield self._line(held)

    def _fits(self, text: str) -> bool:
        return sum(each.width for each in self._shaped(text)) <= self._room

    def _most_letters(self, word: str) -> int:
        return next((at for at in range(len(word), 1, -1) if self._fits(word[:at])), 1)

    def _line(self, text: str) -> Line:
        pieces = tuple(self._shaped(text))
        return Line(pieces, sum(each.width for each in pieces) * self._kind.size)

    def _shaped(self, text: str) -> list[Shaped]:
        """Word by word, since words come again; a space goes with the word after it."""
        shown = text.replace(WORD_JOINER, "")
        if shown.endswith(SOFT_HYPHEN):
            shown = f"{shown[:-1]}-"
        words = re.split(r"(?= )", shown.replace(SOFT_HYPHEN, ""))
        return [shaped(word, self._kind) for word in words if word]


def _pieces(text: str) -> Iterator[str]:
    """What is not broken but in need; a piece begins with the space before it."""
    for at, word in enumerate(filter(None, SPACES.split(text))):
        first, *rest = BETWEEN.split(word)
        yield f" {first}" if at else first
        yield from rest

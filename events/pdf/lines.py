"""A text as the lines that a width holds: broken at its spaces, after hyphens and strokes, and in a word where it must."""

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from events.pdf.typefaces import LONGEST_KEPT, Shaped, Type, shape, shaped

WORD_JOINER: Final = "\u2060"
SOFT_HYPHEN: Final = "\u00ad"
# At the end of a word, where no line is broken at it.
IDLE: Final = re.compile(r"(?<!\u00ad)\u00ad[\u00ad\u2060]*+(?=\s|\Z)")
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
    text = IDLE.sub("", text)
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
            while (at := self._most_letters(held)) < len(held):
                yield self._line(held[:at])
                held = held[at:]
        if held or not text.strip():
            yield self._line(held)

    def _fits(self, text: str) -> bool:
        return sum(each.width for each in self._shaped(text)) <= self._room

    def _most_letters(self, word: str) -> int:
        """One at least. Of a long word no more is shaped than a few times what finds room."""
        if len(word) <= LONGEST_KEPT and self._fits(word):
            return len(word)
        reach = 2
        while reach < len(word) and self._holds(word[:reach]):
            reach *= 2
        ends = range(2, min(reach, len(word)) + 1)
        at = 1 + bisect.bisect(ends, False, key=lambda at: not self._holds(word[:at]))
        is_hyphen_alone = word[at:] == SOFT_HYPHEN and at > 1
        return at - is_hyphen_alone

    def _holds(self, letters: str) -> bool:
        """As `_fits`, of a part of a word, which is not kept for when it comes again."""
        return shape(_shown(letters), self._kind).width <= self._room

    def _line(self, text: str) -> Line:
        pieces = tuple(self._shaped(text))
        return Line(pieces, sum(each.width for each in pieces) * self._kind.size)

    def _shaped(self, text: str) -> list[Shaped]:
        """Word by word, since words come again; a space goes with the word after it."""
        return [shaped(word, self._kind) for word in re.split(r"(?= )", _shown(text)) if word]


def _shown(text: str) -> str:
    """Of a line, or the beginning of one."""
    shown = text.replace(WORD_JOINER, "")
    if shown.endswith(SOFT_HYPHEN):
        shown = f"{shown[:-1]}-"
    return shown.replace(SOFT_HYPHEN, "")


def _pieces(text: str) -> Iterator[str]:
    """What is not broken but in need; a piece begins with the space before it."""
    for at, word in enumerate(filter(None, SPACES.split(text))):
        first, *rest = BETWEEN.split(word)
        yield f" {first}" if at else first
        yield from rest

"""Quotation marks as a language nests them: «… „…“ …» in Kazakh and Russian, “… ‘…’ …” in English.

A text brings marks of any kind. Those that make a pair are written in the language's own, by how deep
they stand; a lone mark (an apostrophe, inches) stays as it is.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

Marks = tuple[tuple[str, str], tuple[str, str]]

GUILLEMETS: Final[Marks] = (("«", "»"), ("„", "“"))
MARKS: Final[dict[str, Marks]] = {
    "kk": GUILLEMETS,
    "ru": GUILLEMETS,
    "en": (("“", "”"), ("‘", "’")),
}

DOUBLE_OPENING, DOUBLE_CLOSING, DOUBLE_EITHER = "«„‟〝", "»〞", '“”"＂❝❞″'
SINGLE_OPENING, SINGLE_CLOSING, SINGLE_EITHER = "‹‚", "›", "‘’'"
APOSTROPHES: Final = "’'"
INCHES: Final = '"″'
# Marks that are typed as two signs, around words alone: ,,…“ <<…>> ``…''; and those that look away from them.
_TYPED: Final = (
    (re.compile(r"<<(?=\w)([^<>]*)(?<=[\w.!?…])>>"), r"«\1»"),
    (re.compile(r"(?<!\S),,(?=\w)([^,“”\"]+)(?=[“”\"])"), r"„\1"),
    (re.compile(r"``(?=\w)([^`']*(?:'\w[^`']*)*)(?:''|``)"), r"“\1”"),
    (re.compile(r"(?<![\w«])»(?=\w)([^«»]+)(?<=[\w.!?…])«(?!\w)"), r"«\1»"),
)
# In English, “and” in one letter.
_AND: Final = re.compile(r"['‘’]n['’]\s", re.IGNORECASE)
DOUBLE: Final = DOUBLE_OPENING + DOUBLE_CLOSING + DOUBLE_EITHER
SINGLE: Final = SINGLE_OPENING + SINGLE_CLOSING + SINGLE_EITHER
_ANY_MARK: Final = re.compile(f"[{re.escape(DOUBLE + SINGLE)}]")
_NO_MARKS: Final = dict.fromkeys(map(ord, DOUBLE + SINGLE))
BEFORE_A_QUOTATION: Final = "([{–—-/" + DOUBLE + SINGLE
AFTER_A_QUOTATION: Final = ".,;:!?…)]}–—-/" + DOUBLE + SINGLE

Pairs = dict[int, int]


def quoted(text: str, language: str) -> str:
    """The text in quotation marks, once: it may bring those around it, or one half of them."""
    inner = _without_halves(_with_marks(text))
    while inner and _pairs(inner).get(0) == len(inner) - 1:
        inner = inner[1:-1]
    if not inner.strip():
        return text
    opening, closing = _marks(language)[0]
    return opening + _written(inner, _marks(language), outside=1) + closing


def nested(text: str, language: str) -> str:
    """The text with its quotations in the language's marks, each within another in the other ones."""
    return _written(_with_marks(text), _marks(language), outside=0)


def without_marks(words: Any) -> Any:
    """A text, or all texts of a list, without quotation marks: to tell words from how they are set."""
    if isinstance(words, list | tuple):
        return [without_marks(each) for each in words]
    return _with_marks(words).translate(_NO_MARKS) if isinstance(words, str) else words


def _with_marks(text: str) -> str:
    for typed, marks in _TYPED:
        text = typed.sub(marks, text)
    return text


def _marks(language: str) -> Marks:
    return MARKS.get(language, MARKS["en"])


def _written(text: str, marks: Marks, *, outside: int) -> str:
    pairs = _pairs(text)
    if not pairs:
        return text
    doubled = {start for start, end in pairs.items() if pairs.get(start - 1) == end + 1}
    letters = list(text)
    for start, end in pairs.items():
        around = (each for each in pairs if each not in doubled and each < start < pairs[each])
        depth = outside + sum(1 for _ in around)
        new = ("", "") if start in doubled else marks[depth % len(marks)]
        letters[start], letters[end] = new
    return "".join(letters)


def _without_halves(text: str) -> str:
    """Without a first or a last mark whose fellow is missing: «Школа «Дарын» shares the last one."""
    pairs = _pairs(text)
    if text[:1] and text[0] in DOUBLE and 0 not in pairs:
        text = text[1:]
    last = len(text) - 1
    is_inches = text[-2:-1].isdigit() and text[-1:] in INCHES
    if text and text[-1] in DOUBLE and last not in _pairs(text).values() and not is_inches:
        text = text[:-1]
    return text


@dataclass
class _Reading:
    """Marks that are open while a text is read, and the pairs found so far."""

    text: str
    open: list[int] = field(default_factory=list)
    pairs: Pairs = field(default_factory=dict)

    def read(self, place: int) -> None:
        letter = self.text[place]
        if letter in DOUBLE and self._closes(place, DOUBLE):
            self._close(place, DOUBLE)
        elif letter in SINGLE and self._closes(place, SINGLE) and not self._is_apostrophe(place):
            self._close(place, SINGLE)
        elif self._opens(place):
            self.open.append(place)

    def _closes(self, place: int, kind: str) -> bool:
        if not any(self.text[each] in kind for each in self.open):
            return False
        letter = self.text[place]
        if letter in DOUBLE_CLOSING + SINGLE_CLOSING:
            return True
        is_empty = place - 1 in self.open
        ends = not is_empty and self._ends_a_quotation(place)
        return letter in DOUBLE_EITHER + SINGLE_EITHER and ends

    def _close(self, place: int, kind: str) -> None:
        while self.text[self.open[-1]] not in kind:
            self.open.pop()
        self.pairs[self.open.pop()] = place

    def _opens(self, place: int) -> bool:
        letter, before = self.text[place], self.text[place - 1 : place]
        if letter in DOUBLE_OPENING + SINGLE_OPENING:
            return True
        starts = not before or before.isspace() or before in BEFORE_A_QUOTATION
        is_followed = bool(self.text[place + 1 :].strip())
        if _AND.match(self.text, place) and before.isspace():
            return False
        if letter == "'":
            is_followed = self._opens_a_straight_one(place)
        return letter in DOUBLE_EITHER + SINGLE_EITHER and letter != "’" and starts and is_followed

    def _opens_a_straight_one(self, place: int) -> bool:
        """Whether a word follows that a straight mark ends later: not so in ’90s, 5' or the teachers' role."""
        after = self.text[place + 1 : place + 2]
        begins = after.isalpha() or (bool(after) and after in DOUBLE + SINGLE)
        return begins and any(
            letter == "'" and self._ends_a_quotation(later)
            for later, letter in enumerate(self.text[place + 2 :], start=place + 2)
        )

    def _ends_a_quotation(self, place: int) -> bool:
        before, after = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        ends = not after or after.isspace() or after in AFTER_A_QUOTATION
        return ends and not before.isspace()

    def _is_apostrophe(self, place: int) -> bool:
        """Whether as many marks as are open follow it and close them: ‘the teachers’ role’."""
        mark, enders = self.text[place], 0
        if mark not in APOSTROPHES:
            return False
        for later in range(place + 1, len(self.text)):
            letter = self.text[later]
            if letter in DOUBLE or letter in SINGLE_OPENING + "‘" or self._starts_anew(later):
                break
            enders += letter == mark and self._ends_a_quotation(later)
        return enders >= sum(self.text[each] in SINGLE for each in self.open)

    def _starts_anew(self, place: int) -> bool:
        return self.text[place] == "'" and not self._ends_a_quotation(place) and self._opens(place)


def _pairs(text: str) -> Pairs:
    """Where each quotation of the text starts and ends."""
    if not _ANY_MARK.search(text):
        return {}
    reading = _Reading(text)
    for place, letter in enumerate(text):
        if letter in DOUBLE or letter in SINGLE:
            reading.read(place)
    return reading.pairs

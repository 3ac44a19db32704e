"""The order of the Kazakh alphabet, in which lists of people stand in every language of the page.

It holds the Russian alphabet, with Kazakh's own letters beside those they sound like. Names in Latin
letters follow, in their own order, accents after the plain letter.
"""

import re
import unicodedata
from functools import cache
from typing import Final

KAZAKH: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES: Final = {letter: place for place, letter in enumerate(KAZAKH)}
_WORD: Final = re.compile(r"[^\W_]+")

SortKey = tuple[tuple[tuple[int, str], ...], ...]


def in_alphabet(name: str) -> tuple[SortKey, str]:
    """A key to sort names by: word by word, whatever the case, the marks between words and hyphens."""
    text = unicodedata.normalize("NFC", name).casefold()
    return tuple(tuple(map(_place, word)) for word in _WORD.findall(text)), name


@cache  # as many as there are letters
def _place(letter: str) -> tuple[int, str]:
    if letter.isdigit():
        return (-1, letter)
    return (_PLACES.get(letter, len(KAZAKH)), unicodedata.normalize("NFD", letter))

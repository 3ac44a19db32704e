"""Kazakh and Russian words in plain Latin letters, for keys and for the names of files.

Not how a name is printed: what stands on a diploma is asked of its person, to whom it is only proposed.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from events.validators import person_key

_LETTERS: Final = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        [
            "a",
            "a",
            "b",
            "v",
            "g",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "k",
            "l",
            "m",
            "n",
            "n",
            "o",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "u",
            "u",
            "f",
            "kh",
            "h",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "i",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def latin_words(text: str) -> str:
    """Small Latin letters and digits in words joined by hyphens; empty if nothing of the text has any."""
    letters = (
        _LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", text).lower()
    )
    plain = unicodedata.normalize("NFKD", "".join(letters))
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f'ʼ’ʻ`]", "", plain)))


def latin_name(name: str) -> str:
    """A name letter by letter, capitals kept: a proposal, since passports spell in several ways."""
    return "".join(map(_latin_letter, unicodedata.normalize("NFC", name)))


def _latin_letter(letter: str) -> str:
    small = letter.lower()
    latin = _LETTERS.get(small, small)
    return latin if letter == small else latin[:1].upper() + latin[1:]


def new_key(
    name: str,
    taken: Collection[str],
    *,
    otherwise: str = "person",
    longest: int = person_key.longest,
) -> str:
    """A key for somebody or something new, of its name, that nothing else has."""
    stem = latin_words(name)[: longest - 5].strip("-") or otherwise
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)

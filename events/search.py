"""Finding people in a list by what is typed of them: parts of words, in any case and order.

A letter that keyboards and habits write in two ways is one letter here: ё and е, and those of Kazakh with
their Russian neighbours, so that “Айгул” finds Айгүл.
"""

import unicodedata
from typing import Final

_ONE_LETTER: Final = str.maketrans("ёәғқңөұүһі", "еагкноуухи")


def is_found(sought: str, *texts: object) -> bool:
    """Whether every word that is sought stands in the texts; nothing sought finds everybody."""
    if not sought:
        return True
    line = _letters(" ".join(str(text) for text in texts))
    return all(word in line for word in _letters(sought).split())


def _letters(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_ONE_LETTER)

"""Whether one name is another spelling of the same: a letter put right, an initial written out.

What no list of variants knows, such as a letter left out, is told by how few letters differ; an ending
and an initial are taken for the word. A word
that begins otherwise is another word: Anna is not Inna.
"""

from collections.abc import Sequence

from events.lookalikes import folded
from experts.conflicts import match_names

_LONG_WORD = 6  # letters; two of them may differ, in a shorter word one


def is_spelling_of(name: str, known: str) -> bool:
    """Every word of the shorter has its own in the longer, and one of them at least sounds the same."""
    shorter, longer = sorted((_words(name), _words(known)), key=len)
    if not shorter:
        return False
    if len(shorter) == len(longer) == 1:
        return _is_near(shorter[0], longer[0])
    return bool(match_names(name, known)) or _all_near(shorter, longer, is_anchored=False)


def _words(name: str) -> list[str]:
    return folded(name).casefold().replace(".", " ").replace("-", " ").split()


def _all_near(words: Sequence[str], others: Sequence[str], *, is_anchored: bool) -> bool:
    if not words:
        return is_anchored
    first, *rest = words
    return any(
        _all_near(rest, [*others[:i], *others[i + 1 :]], is_anchored=is_anchored or same)
        for i, other in enumerate(others)
        if (same := bool(match_names(first, other))) or _is_near(first, other)
    )


def _is_near(word: str, other: str) -> bool:
    if match_names(word, other):
        return True
    if word[0] != other[0]:
        return False
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) == 1 or (len(shorter) >= _LONG_WORD and longer.startswith(shorter)):
        return True
    return _distance(shorter, longer) <= (2 if len(longer) >= _LONG_WORD else 1)


def _distance(word: str, other: str) -> int:
    """How many letters have to be put in, taken out or changed (V. Levenshtein, 1965)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        left, row[0] = row[0], i
        for j, wanted in enumerate(other, start=1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (letter != wanted))
    return row[-1]

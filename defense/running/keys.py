"""Whether a key could be guessed: a long one may still hold little."""

import zlib
from itertools import pairwise
from typing import Final

FEWEST_LETTERS: Final = 8
FEWEST_BYTES: Final = 24
# What examples, templates and hurried people write.
PLACEHOLDERS: Final = (
    "changeme",
    "insecure",
    "mysecret",
    "password",
    "placeholder",
    "qwerty",
    "replaceme",
    "yoursecret",
)


def is_guessable(key: str) -> bool:
    """Few different letters, a repetition, a row of neighbours (abcd, 4321) or a placeholder."""
    return (
        len(set(key)) < FEWEST_LETTERS
        or bytes_told(key) < FEWEST_BYTES
        or neighbours(key) * 2 > len(key)
        or any(word in plain(key) for word in PLACEHOLDERS)
    )


def bytes_told(key: str) -> int:
    """How many bytes say all of it: zlib finds what repeats."""
    return len(zlib.compress(key.encode(), 9)) - len(zlib.compress(b"", 9))


def neighbours(key: str) -> int:
    return sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))


def plain(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalnum())

"""Public codes and registration numbers."""

import secrets
from collections.abc import Callable
from typing import Final

from events.codes import ALPHABET, DIPLOMA_LETTERS, as_written, random_letters

LONGEST_INPUT: Final = 300


def new_code(randbytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A fresh code of 12 letters, without separators."""
    return random_letters(DIPLOMA_LETTERS, randbytes)


def normalise_code(text: str) -> str | None:
    """The code as stored, from whatever a person typed; None when it cannot be a code."""
    if len(text) > LONGEST_INPUT:
        return None
    code = as_written(text)
    if len(code) != DIPLOMA_LETTERS or not set(code) <= set(ALPHABET):
        return None
    return code


def registration_number(year: int, place: int, *, is_rehearsal: bool = False) -> str:
    """The number in the register of a year, `2019/044`; in that of its rehearsals, `2019/R044`."""
    return f"{year}/{'R' if is_rehearsal else ''}{place:03d}"

"""Codes that are read aloud and typed from paper: Crockford's base32 (https://www.crockford.com/base32.html).

Its alphabet leaves out I, L, O and U, and who reads an O or an I is understood.
"""

import secrets
from collections.abc import Callable
from string import ascii_lowercase, ascii_uppercase
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_LETTER: Final = 5
GROUP: Final = 4
SEPARATORS: Final = "- \t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"
# ASCII alone: capitals of other letters may be ASCII, as those of ß and ı.
AS_WRITTEN: Final = str.maketrans(
    ascii_lowercase + "OIL" + "oil", ascii_uppercase + "011" + "011", SEPARATORS
)


def random_letters(count: int, randbytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Five random bits a letter."""
    size = -(-count * BITS_PER_LETTER // 8)
    number = int.from_bytes(randbytes(size), "big") >> (size * 8 - count * BITS_PER_LETTER)
    letters = []
    for _ in range(count):
        number, digit = divmod(number, 2**BITS_PER_LETTER)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))


def as_written(typed: str) -> str:
    """What a person typed, without separators, in capitals and with digits for their look-alikes."""
    return typed.strip().translate(AS_WRITTEN)


def in_groups(code: str) -> str:
    """`7K3MQ9XBT4WD` as printed: `7K3M-Q9XB-T4WD`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))

"""Public codes and registration numbers.

A code is 60 random bits in Crockford's base32 (https://www.crockford.com/base32.html), whose
alphabet leaves out I, L, O and U so that it can be read aloud and typed from paper.
"""

import secrets
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
BITS_PER_LETTER = 5
LONGEST_INPUT = 64
SEPARATORS = dict.fromkeys(map(ord, "- \t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))
LOOKALIKES = str.maketrans("OIL", "011")


def new_code(randbytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A fresh code of 12 letters, without separators."""
    number = int.from_bytes(randbytes(8), "big") >> 4
    letters = []
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, 2**BITS_PER_LETTER)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))


def normalise_code(text: str) -> str | None:
    """The code as stored, from whatever a person typed; None when it cannot be a code."""
    if len(text) > LONGEST_INPUT:
        return None
    bare = text.strip().translate(SEPARATORS)
    if not bare.isascii():
        return None
    code = bare.upper().translate(LOOKALIKES)
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code


def format_code(code: str) -> str:
    """`7K3MQ9XBT4WD` as printed: `7K3M-Q9XB-T4WD`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def registration_number(year: int, sequence: int, *, revision: int = 1) -> str:
    """The number in the register, `2019/044`; a later revision of it is `2019/044-2`."""
    number = f"{year}/{sequence:03d}"
    return number if revision == 1 else f"{number}-{revision}"

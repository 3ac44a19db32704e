"""Codes that are read aloud and typed from paper: Crockford's base32 (https://www.crockford.com/base32.html).

Its alphabet leaves out I, L, O and U, and who reads an O or an I is understood.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote

from events.lookalikes import without_ignorables

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_LETTER: Final = 5
GROUP: Final = 4
CARD_LETTERS, DIPLOMA_LETTERS = 24, 12  # 120 and 60 random bits
LENGTHS: Final = (CARD_LETTERS, DIPLOMA_LETTERS)
# What looks the same on a Cyrillic and on a Greek keyboard. Small letters stand for their capitals.
_SHAPES: Final = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅҺӀ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXIJSHI" + "ABEZHIKMNOPTYX",
        strict=True,
    )
)
# What the keys of the Latin letters write while the Russian or Kazakh keyboard is on.
_KEYS: Final = dict(zip("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True))
_DIGITS: Final = str.maketrans("OIL", "011")
_BLANK: Final = frozenset(["Zs", "Cf", "Cc", "Pd", "Po", "Ps", "Pe", "Pi", "Pf", "Pc"])
_SIGNS_BETWEEN: Final = frozenset("№|<>`´°\u2212")
# Signs of addresses and of programs stand in no sentence around a code.
_SIGNS_WITHIN: Final = frozenset("%&@\\")
_WORDS_BEFORE: Final = re.compile(
    r"^\W*(?:(?:код|code|карт|card|диплом|diploma|куәлік|номер|number|нөмір|пропуск|pass|n[o°]|your|is"
    r"|ваш|сіздің)"
    r"[^\W\d_]*[:.№]*(?:\s[\W_]*|(?<=:)))+",
    re.IGNORECASE,
)
# Words for a code with which one may itself begin, in its groups of four.
_MAY_BEGIN: Final = re.compile(r"\W*(?:card|pass)\W+(?!code\b|is\b)", re.IGNORECASE)
# After a code, what an address or a sentence goes on with; in an address, up to the next space.
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_PASTED: Final = re.compile(r"(/(?:d|pass)/#?[^/#?\s]{12,})[/#?].*", re.IGNORECASE | re.DOTALL)
_AT_THE_END: Final = "/.,:;!?…№# \t\r\n\u00a0"
# A code in a sentence of any words: its groups with one and the same sign between them, or all of it with a digit.
_GROUPED: Final = re.compile(
    r"(?<![^\W_])[^\W_]{4}(?:([^\w\r\n]|_)[^\W_]{4}(?:\1[^\W_]{4}){4}|([^\w\r\n]|_)[^\W_]{4}\2[^\W_]{4})"
    r"(?!(?:\1|\2|-)?[^\W_])"
)
_UNGROUPED: Final = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[^\W\d])[^\W_]{12}(?:[^\W_]{12})?(?!\w)")
# What stands before the second line of something longer, and before more of its groups.
_FIRST_LINE: Final = re.compile(r"[^\W_]\s*[-\r\n]\s*$")
_GROUP_BEFORE: Final = re.compile(r"(?<![^\W_])[^\W_]{4}\s$")
_LONGEST_SENTENCE: Final = 500
_QUERY: Final = re.compile(r"\?(?:[^#\s]*&)?code=([^&#\s]*)[^#\s]*|\?[^#\s]*")


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
    """What a person typed or pasted, without separators, in capitals and with digits for their look-alikes.

    Of a whole address, its last part, or what it asks for; of a sentence, what follows the words
    for a code. A letter of another keyboard is read by its shape; where one has no
    such shape, that keyboard was on all the time, and the letters are read by their keys.
    Where that makes no code, and one alone stands somewhere in the text, it is that one.
    """
    text = "".join(map(_undrawn, without_ignorables(typed)))
    letters = _letters_at_the_end(text)
    found = None if _is_whole(letters) else _only_code_in(text)
    return _in_ascii(letters) if found is None else found


def _letters_at_the_end(text: str) -> list[str]:
    text = _PASTED.sub(r"\1", _ADDRESS.findall(text)[-1] if _ADDRESS.search(text) else text)
    address = _QUERY.sub(lambda query: f"/{query[1] or ''}", text)
    last_part = re.split(r"[/#]", address.strip().rstrip(_AT_THE_END))[-1]
    letters = _letters_of(last_part)
    if not (_MAY_BEGIN.match(last_part) and _is_whole(letters)):
        letters = _letters_of(_WORDS_BEFORE.sub("", last_part))
    return letters


def _in_ascii(letters: Sequence[str]) -> str:
    foreign = [letter for letter in letters if not letter.isascii()]
    table = _SHAPES if all(letter in _SHAPES for letter in foreign) else _KEYS
    return "".join(table.get(letter, letter) for letter in letters).translate(_DIGITS)


def _is_whole(letters: Sequence[str]) -> bool:
    """Whether this is a code already, with nothing to leave out."""
    written = _in_ascii(letters)
    return len(written) in LENGTHS and all(letter in ALPHABET for letter in written)


def _only_code_in(text: str) -> str | None:
    text = unquote(text[:_LONGEST_SENTENCE])
    for shape in (_GROUPED, _UNGROUPED):
        parts = (each[0] for each in shape.finditer(text) if not _goes_on(each))
        letters = [list(map(_capital, filter(str.isalnum, part))) for part in parts]
        found = {_in_ascii(each) for each in letters if _is_whole(each)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _goes_on(found: re.Match[str]) -> bool:
    """Whether this is only the end of something longer."""
    before = found.string[: found.start()]
    is_spaced = found[0][GROUP].isspace()
    return bool(_FIRST_LINE.search(before) or (is_spaced and _GROUP_BEFORE.search(before)))


def _letters_of(text: str) -> list[str]:
    return [_capital(letter) for letter in text if not _stands_between(letter)]


def _undrawn(letter: str) -> str:
    """The letter itself of one that a computer draws wider or in another face; ① and ſ are none."""
    is_drawn = unicodedata.decomposition(letter).startswith(("<wide>", "<font>"))
    return unicodedata.normalize("NFKC", letter) if is_drawn else letter


def _capital(letter: str) -> str:
    """Capitals of other letters may be ASCII, as those of ß and ı: those stay as they are."""
    capital = letter.upper()
    return letter if capital.isascii() and not letter.isascii() else capital


def _stands_between(letter: str) -> bool:
    """Spaces, dashes, what cannot be seen, and the signs of a sentence around a code."""
    is_blank = letter.isspace() or unicodedata.category(letter) in _BLANK
    return (is_blank and letter not in _SIGNS_WITHIN) or letter in _SIGNS_BETWEEN


def in_groups(code: str) -> str:
    """`7K3MQ9XBT4WD` as printed: `7K3M-Q9XB-T4WD`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))

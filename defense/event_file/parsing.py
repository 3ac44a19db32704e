"""Bytes to plain JSON values, with nothing lost on the way.

Python's own reader keeps the last of two equal keys, takes NaN, and turns 79.1 into a float.
Here a repeated key and a number that cannot be kept are carried along to the place where they are
reported, and numbers with a point become Decimal.
"""

import codecs
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file.refusal import BadEventFile, the_file
from events.rules import Flaw
from events.value_base import Spoilt

LARGEST = 5_000_000
DEEPEST = 20
MOST_DIGITS = 15

_UTF_16_AND_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# A string without an end reaches to the end of the file, or each quotation mark in it would be tried.
_NEXT_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"?)*+([\[\]{}]|\Z)', re.DOTALL)


class Members(dict[str, Any]):
    """A JSON object that remembers which of its keys were written twice."""

    repeated: tuple[str, ...] = ()


def parse_json(data: bytes) -> object:
    """The value in the bytes, as dict, list, str, int, Decimal, bool, None and Spoilt.

    Raises BadEventFile with one flaw: a file that cannot be read has no further places.
    """
    if len(data) > LARGEST:
        raise _refused(
            _("It is larger than %(megabytes)s MB.") % {"megabytes": LARGEST // 1_000_000}
        )
    text = _decoded(data)
    if not text.strip():
        raise _refused(_("It is empty."))
    _refuse_deep_nesting(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_members,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise BadEventFile([_syntax_flaw(error)]) from None


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF_16_AND_32) or b"\0" in data[:4]:
        raise _refused(_("It is saved as UTF-16 or UTF-32. Save it as UTF-8."))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = _("It is not UTF-8: line %(line)s holds a byte that no letter is written with.")
        raise _refused(reason % {"line": line}) from None


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for found in _NEXT_BRACKET.finditer(text):
        depth += 1 if found[1] in ("[", "{") else -1
        if depth > DEEPEST:
            line = text.count("\n", 0, found.start(1)) + 1
            reason = _("Line %(line)s is nested more than %(depth)s levels deep.")
            raise _refused(reason % {"line": line, "depth": DEEPEST})


def _members(pairs: list[tuple[str, Any]]) -> Members:
    members = Members(pairs)
    if len(members) != len(pairs):
        members.repeated = _repeated(key for key, _value in pairs)
    return members


def _repeated(keys: Iterable[str]) -> tuple[str, ...]:
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for key in keys:
        if key in seen:
            repeated[key] = None
        seen.add(key)
    return tuple(repeated)


def _whole(digits: str) -> int | Spoilt:
    return int(digits) if len(digits) <= MOST_DIGITS else Spoilt(_("This number is too long."))


def _decimal(digits: str) -> Decimal | Spoilt:
    if "e" in digits.lower():
        return Spoilt(_("Write this number out, without an exponent."))
    if len(digits) > MOST_DIGITS:
        return Spoilt(_("This number is too long."))
    return Decimal(digits)


def _constant(word: str) -> Spoilt:
    return Spoilt(_("%(word)s is not a number that can be used here.") % {"word": word})


def _syntax_flaw(error: json.JSONDecodeError) -> Flaw:
    place = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
    if error.pos >= len(error.doc.rstrip()):
        return Flaw(place, _("The file ends here, in the middle of something."))
    if error.msg.startswith("Extra data"):
        return Flaw(place, _("The event ends before this; nothing may follow it."))
    if error.msg.startswith("Invalid control character"):
        return Flaw(place, _("A text runs over the end of a line or holds a control character."))
    if error.msg.startswith(("Invalid \\", "Invalid escape")):
        return Flaw(place, _("The backslash in this text is followed by something unknown."))
    if error.msg.startswith("Unterminated string"):
        return Flaw(place, _("The text that starts here has no closing quotation mark."))
    return Flaw(
        place,
        _("This is not JSON: a comma, colon, quotation mark or bracket is missing or too many."),
    )


def _refused(reason: str) -> BadEventFile:
    return BadEventFile([Flaw(the_file(), reason)])

"""A school as a list says it: “№ 127 мектеп”, “школа-лицей №23”, “School No. 84”."""

import re
from dataclasses import dataclass
from typing import Final

from events.spreadsheets.table import Cell

_BEFORE: Final = (
    r"(?:(?:жалпы білім беретін|жалпы білім беру|жалпы орта білім беретін|жалпы орта|орта|бастауыш|негізгі|мамандандырылған"
    r"|средняя общеобразовательная|общеобразовательная средняя|общеобразовательная|средняя|начальная|основная"
    r"|secondary|primary|general|comprehensive)\s+)*"
)
_NOUN: Final = (
    r"(?:школ[аы]|лице[йяи]|гимнази[яи]|колледж|интернат|сад|сош|мекте[пб]і?|лицейі|гимназиясы|колледжі|балабақша(?:сы)?"
    r"|school|lyceum|gymnasium|college|kindergarten)"
)
_KIND: Final = rf"{_BEFORE}{_NOUN}(?:\s*[-–]\s*{_NOUN})*"
_MARK: Final = r"(?:№|no\.?|nr\.?|n)\s*"
_KIND_FIRST: Final = re.compile(
    rf"\b(?P<kind>{_KIND})\s*(?:{_MARK})?(?P<number>\d{{1,4}})(?![\d/.,-])", re.IGNORECASE
)
_NUMBER_FIRST: Final = re.compile(
    rf"(?:{_MARK})?(?<![\d/])(?P<number>\d{{1,4}})\s*(?:-?\s*(?:ші|шы|інші|ыншы)\s+)?(?P<kind>{_KIND})\b",
    re.IGNORECASE,
)
_NUMBER_ALONE: Final = re.compile(rf"(?:{_MARK})?(?P<number>\d{{1,4}})", re.IGNORECASE)
_HEADING_KIND: Final = re.compile(r"(?P<kk>мекте[пб])|(?P<ru>школ)|(?P<en>\bschool)", re.IGNORECASE)
_KINDS: Final = {"kk": "мектеп", "ru": "школа", "en": "school"}
# Kazakh says "its school": the kind is the word by itself.
_PLAIN: Final = (
    (re.compile(r"мектебі"), "мектеп"),
    (re.compile(r"лицейі"), "лицей"),
    (re.compile(r"гимназиясы"), "гимназия"),
    (re.compile(r"колледжі"), "колледж"),
    (re.compile(r"школы\b"), "школа"),
    (re.compile(r"лицея\b"), "лицей"),
    (re.compile(r"гимназии\b"), "гимназия"),
)


@dataclass(frozen=True)
class School:
    """The text of the organisation, and of a numbered school its kind and number."""

    text: str
    kind: str = ""
    number: int | None = None


def school_of(cell: Cell, heading: str = "") -> School:
    """What a cell says; a number alone is of the kind that the heading of the column names."""
    text = str(cell)
    if alone := _NUMBER_ALONE.fullmatch(text):
        return _by_heading(int(alone["number"]), text, heading)
    found = _KIND_FIRST.search(text) or _NUMBER_FIRST.search(text)
    if not found or not int(found["number"]):
        return School(text)
    return School(text, _plain(found["kind"]), int(found["number"]))


def _by_heading(number: int, text: str, heading: str) -> School:
    named = _HEADING_KIND.search(heading)
    if not named or not number:
        return School(text)
    kind = _KINDS[named.lastgroup or "ru"]
    said = {"kk": f"№ {number} {kind}", "ru": f"{kind} № {number}", "en": f"{kind} No. {number}"}
    return School(said[named.lastgroup or "ru"], kind, number)


def _plain(kind: str) -> str:
    kind = re.sub(r"\s*[-–]\s*", "-", re.sub(r"\s+", " ", kind.lower()))
    for shape, word in _PLAIN:
        kind = shape.sub(word, kind)
    return kind

"""A table as it was read: rows of cells, with the number that the spreadsheet gives each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from events.errors import DomainError
from events.texts import one_line
from events.value_base import Spoilt

LARGEST_FILE: Final = 900_000  # bytes; a request takes a little more (defense/running/bodies.py)
MOST_ROWS: Final = 3_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2_000  # characters
# What a cell shows whose formula failed, in English and in Russian.
ERRORS: Final = frozenset(
    [
        "#N/A",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#Н/Д",
        "#ЗНАЧ!",
        "#ССЫЛКА!",
        "#ИМЯ?",
        "#ДЕЛ/0!",
        "#ЧИСЛО!",
        "#ПУСТО!",
        "#ПЕРЕНОС!",
        "#ВЫЧИСЛ!",
    ]
)
# No character of a text, and what cells are escaped with in a workbook: `_x000D_`.
_UNREAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|_x00[01][0-9A-F]_")

Cell: TypeAlias = str | int | float | date | Spoilt | None


class BadSpreadsheet(DomainError):
    """What was uploaded cannot be read as a table, in one sentence."""

    code = "bad_spreadsheet"


@dataclass(frozen=True)
class Row:
    """`is_heading`: one text across the table, such as a title or the name of a group."""

    number: int
    cells: Mapping[int, Cell]
    is_heading: bool = False

    def at(self, column: int) -> Cell:
        return self.cells.get(column)

    def __bool__(self) -> bool:
        return bool(self.cells)


@dataclass(frozen=True)
class Table:
    """Rows that hold something, in their order; columns count from 0.

    `merged_columns` have cells merged downwards, and the last row in which such a cell begins.
    """

    rows: tuple[Row, ...]
    merged_columns: Mapping[int, int] = field(default_factory=dict)
    is_cut: bool = False  # there is more to the right than is read

    @property
    def width(self) -> int:
        return max((max(row.cells) + 1 for row in self.rows if row.cells), default=0)

    def row(self, number: int) -> Row | None:
        return next((row for row in self.rows if row.number == number), None)


def letter_of(column: int) -> str:
    """A, B, … Z, AA of a column that counts from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def tidied(raw: Any) -> Cell:
    """What a cell says, without stray spaces; None for nothing."""
    match raw:
        case None | Spoilt():
            return raw
        case bool():
            return str(raw).lower()
        case int() | float():
            return _number(raw)
        case datetime():
            return raw.date() if raw.time() == time() else raw.isoformat(" ", "minutes")
        case date():
            return raw
        case str():
            return _text(raw)
        case _:
            return _text(str(raw))


def _number(raw: int | float) -> Cell:
    if raw != raw or abs(raw) == float("inf"):
        return spoilt_error(str(raw))
    return int(raw) if raw == int(raw) and abs(raw) < 10**15 else raw


def _text(raw: str) -> Cell:
    if len(raw) > LONGEST_CELL:
        said = _("This cell holds %(length)s characters; at most %(longest)s are read.")
        return Spoilt(said % {"length": len(raw), "longest": LONGEST_CELL})
    text = one_line(_UNREAL.sub(" ", raw))
    return spoilt_error(text) if text in ERRORS else text or None


def spoilt_error(text: str) -> Spoilt:
    said = _("This cell shows the error %(error)s. Mend it in the spreadsheet.")
    return Spoilt(said % {"error": text})


def spoilt_formula() -> Spoilt:
    said = _(
        "This is a formula whose value was not saved. Open the file in the program it was made with, save it and"
        " bring it again."
    )
    return Spoilt(said)


def too_many_rows() -> BadSpreadsheet:
    said = _("This spreadsheet has more than %(most)s rows. Bring it in parts.")
    return BadSpreadsheet(said % {"most": MOST_ROWS})


def rows_of(found: Iterable[tuple[int, Mapping[int, Cell]]]) -> Iterator[Row]:
    """Rows without the empty cells, and without the rows that hold nothing."""
    for number, cells in found:
        said = {column: cell for column, cell in cells.items() if cell is not None}
        if said:
            yield Row(number, said)

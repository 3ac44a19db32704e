"""A sheet of a workbook as a table: openpyxl in one bounded pass, saved values for formulas, merged cells filled."""

import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from events.spreadsheets.archive import checked_archive, no_workbook
from events.spreadsheets.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadSpreadsheet,
    Cell,
    Row,
    Table,
    rows_of,
    spoilt_error,
    spoilt_formula,
    tidied,
    too_many_rows,
)

MOST_MERGED: Final = 2_000
MOST_SHEETS: Final = 50
LEAST_HEADING: Final = 3  # columns under one text that make it a heading of the table
Area = tuple[int, int, int, int]  # columns from and to, rows from and to; both count from 1


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl is not annotated
    """Tells a formula without a saved value from an empty cell, which openpyxl does not."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            # An empty text is a saved value as well.
            is_saved = (
                element.get("t") == "str"
                and element.find(f"{{{element.tag[1:].partition('}')[0]}}}v") is not None
            )
            cell["value"] = None if is_saved else spoilt_formula()
        elif cell["data_type"] == "e":
            cell["value"] = spoilt_error(str(cell["value"]))
        return cell


def read_workbook(data: bytes, sheet: str = "") -> tuple[Table, str, tuple[str, ...]]:
    """The table of the sheet, or of the first that holds anything; its name, and the names of all that are shown.

    Raises BadSpreadsheet.
    """
    checked_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is in a workbook besides its cells
            return _read(data, sheet)
    except BadSpreadsheet:
        raise
    except Exception as error:
        raise no_workbook() from error


def _read(data: bytes, sheet: str) -> tuple[Table, str, tuple[str, ...]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = {each.title: each for each in book.worksheets if each.sheet_state == "visible"}
        names = tuple(sheets)[:MOST_SHEETS]
        if not names:
            raise BadSpreadsheet(_("This workbook has no sheet with cells."))
        for name in [sheet] if sheet in names else names:
            if (table := _table(book, sheets[name])).rows:
                break
        return table, name, names
    finally:
        book.close()


def _table(book: Any, sheet: Any) -> Table:
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        cells: dict[int, dict[int, Cell]] = {}
        is_cut = False
        for number, row in parser.parse():
            said = {
                each["column"] - 1: tidied(each["value"])
                for each in row
                if each["value"] is not None
            }
            if number > MOST_ROWS and any(cell is not None for cell in said.values()):
                raise too_many_rows()
            inside = {column: cell for column, cell in said.items() if column < MOST_COLUMNS}
            is_cut = is_cut or any(
                said[column] is not None for column in said.keys() - inside.keys()
            )
            cells[number] = inside
        areas = list(_areas(parser))
    columns = _filled(cells, areas)
    rows = tuple(_with_headings(rows_of(sorted(cells.items())), areas))
    return Table(rows, merged_columns=columns, is_cut=is_cut)


def _areas(parser: Any) -> Iterator[Area]:
    found = parser.merged_cells.mergeCell if parser.merged_cells else []
    if len(found) > MOST_MERGED:
        said = _(
            "This sheet has more than %(most)s merged cells. Copy the list alone into a new workbook."
        )
        raise BadSpreadsheet(said % {"most": MOST_MERGED})
    for each in found:
        yield each.min_col, each.max_col, each.min_row, min(each.max_row, MOST_ROWS)


def _filled(cells: dict[int, dict[int, Cell]], areas: list[Area]) -> dict[int, int]:
    """Say what a merged cell says in each row that it covers, in its first column.

    Returns which columns have such, with the last row in which one begins.
    """
    columns: dict[int, int] = {}
    for left, _right, top, bottom in areas:
        column = left - 1
        said = cells.get(top, {}).get(column)
        if said is None or bottom == top or column >= MOST_COLUMNS:
            continue
        columns[column] = max(columns.get(column, 0), top)
        for number in range(top + 1, bottom + 1):
            if others := cells.get(number):
                others.setdefault(column, said)
    return columns


def _with_headings(rows: Iterator[Row], areas: list[Area]) -> Iterator[Row]:
    wide = {
        top: left - 1 for left, right, top, _bottom in areas if right - left + 1 >= LEAST_HEADING
    }
    for row in rows:
        is_heading = row.number in wide and set(row.cells) == {wide[row.number]}
        yield Row(row.number, _only(row.cells), is_heading)


def _only(cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
    return dict(cells)

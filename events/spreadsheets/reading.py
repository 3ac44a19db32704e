"""The bytes of an upload to a table, and how they were read, so that it can be said otherwise."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.spreadsheets.archive import OLD_OFFICE, ZIP, old_workbook
from events.spreadsheets.delimited import read_delimited
from events.spreadsheets.table import LARGEST_FILE, BadSpreadsheet, Table


@dataclass(frozen=True)
class How:
    """What was chosen of how to read; empty is guessed."""

    sheet: str = ""
    code_page: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class Source:
    """A table, and how it was read."""

    table: Table
    how: How
    sheets: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        return bool(self.sheets)


def read_spreadsheet(data: bytes, how: How = How()) -> Source:
    """Raises BadSpreadsheet with one sentence."""
    if len(data) > LARGEST_FILE:
        said = _(
            "This file is larger than %(most)s kB. A list of people is smaller: copy it alone into a new file."
        )
        raise BadSpreadsheet(said % {"most": LARGEST_FILE // 1000})
    if data.startswith(OLD_OFFICE):
        raise old_workbook()
    source = _source(data, how)
    if not source.table.rows:
        raise BadSpreadsheet(_("There is nothing in this spreadsheet."))
    return source


def _source(data: bytes, how: How) -> Source:
    if data.startswith(ZIP):
        from events.spreadsheets.workbook import read_workbook  # noqa: PLC0415 - a fifth of every start, for what is rare

        table, sheet, sheets = read_workbook(data, how.sheet)
        return Source(table, How(sheet=sheet), sheets)
    table, page, delimiter = read_delimited(data, how.code_page, how.delimiter)
    return Source(table, How(code_page=page, delimiter=delimiter))

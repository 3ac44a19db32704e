"""A list as a file for a spreadsheet program: nothing in it is a formula, and every letter is right.

A .csv is UTF-8 with its mark and semicolons, which Excel opens with a double click under Kazakh and
Russian settings. What begins like a formula is escaped there as OWASP says, and read back as it was.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

import xlsxwriter
from defusedcsv import csv
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from events.latin import latin_words

Value: TypeAlias = str | int | Decimal | date | datetime | None
KINDS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDEST, NARROWEST, LONGEST_SHEET_NAME = 60, 8, 31
_AS_TEXT: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOT_IN_SHEET_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class List:
    """A list with its headings; `notes` say above it what is left out, and why."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()


def answer_with(found: List, kind: str, *, event: str) -> HttpResponse:
    """The list as a download."""
    content = as_workbook(found) if kind == "xlsx" else as_delimited(found)
    response = HttpResponse(content, content_type=KINDS[kind])
    name = f"{event}-{latin_words(found.title) or 'list'}.{kind}"
    response["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return response


def as_delimited(found: List) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in (*([note] for note in found.notes), found.headings, *found.rows):
        writer.writerow([_said(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _said(value: Value) -> Value:
    """As a person reads it; a number keeps its point out of the way of the comma of the country."""
    if isinstance(value, datetime):
        return _by_the_clock(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return value


def _by_the_clock(at: datetime) -> datetime:
    """The moment in the zone of the page; a spreadsheet can name none."""
    return timezone.localtime(at).replace(tzinfo=None)


def as_workbook(found: List) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _AS_TEXT) as book:
        sheet = book.add_worksheet(
            " ".join(found.title.translate(_NOT_IN_SHEET_NAMES).split())[:LONGEST_SHEET_NAME]
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        formats: dict[type, object] = {
            datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top"}),
            date: book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
        }
        for number, note in enumerate(found.notes):
            sheet.write_string(number, 0, note)
        top = len(found.notes)
        for column, heading in enumerate(found.headings):
            sheet.write_string(top, column, heading, bold)
            sheet.set_column(column, column, _width(heading, (row[column] for row in found.rows)))
        for number, row in enumerate(found.rows, start=top + 1):
            for column, value in enumerate(row):
                _write(sheet, (number, column), value, formats, wrapped)
        sheet.freeze_panes(top + 1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return file.getvalue()


def _write(
    sheet: Any,
    at: tuple[int, int],
    value: Value,
    formats: Mapping[type, object],
    plain: object,
) -> None:
    match value:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(*at, _by_the_clock(value), formats[datetime])
        case date():
            sheet.write_datetime(*at, value, formats[date])
        case int() | Decimal():
            sheet.write_number(*at, value, plain)
        case _:
            sheet.write_string(*at, value, plain)


def _width(heading: str, values: Iterable[Value]) -> int:
    longest = max(
        [len(heading), *(len(str(_said(value))) for value in values if value is not None)]
    )
    return min(max(longest + 2, NARROWEST), WIDEST)

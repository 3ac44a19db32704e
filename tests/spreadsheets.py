"""Spreadsheets made in code, as people keep them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

WORKBOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="xl/workbook.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Тізім" sheetId="1" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="s" Target="worksheets/sheet1.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def workbook(
    *rows: Sequence[Any], merged: Iterable[str] = (), empty_before: Iterable[str] = ()
) -> bytes:
    """An .xlsx as Excel saves it: one sheet after empty ones; `merged` are areas such as A1:D1."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name in empty_before:
            book.add_worksheet(name)
        sheet = book.add_worksheet("Тізім")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
        for area in merged:
            _merge(sheet, area, rows)
    return file.getvalue()


def _merge(sheet: Any, area: str, rows: Sequence[Sequence[Any]]) -> None:
    top, left = xlsxwriter.utility.xl_cell_to_rowcol(area.split(":")[0])
    sheet.merge_range(area, rows[top][left])


def raw_workbook(cells: str, *, after: str = "", **others: str) -> bytes:
    """An .xlsx whose sheet holds this XML, for what no program would write."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData>{after}</worksheet>"
    )
    return archive({**WORKBOOK, "xl/worksheets/sheet1.xml": sheet, **others})


def archive(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def text_row(number: int, *texts: str) -> str:
    cells = "".join(
        text_cell(f"{'ABCDEFGH'[i]}{number}", text) for i, text in enumerate(texts) if text
    )
    return f'<row r="{number}">{cells}</row>'


def delimited(*rows: Sequence[str], by: str = ";", code_page: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=by).writerows(rows)
    return text.getvalue().encode(code_page)

"""Bytes to a table: what people keep, what is broken, and what is meant to break the reader."""

import codecs
import time
import zlib
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from events.spreadsheets import BadSpreadsheet, How, read_spreadsheet
from events.spreadsheets.archive import LARGEST_UNPACKED
from events.spreadsheets.delimited import guessed_page
from events.spreadsheets.table import LARGEST_FILE, MOST_ROWS
from events.value_base import Spoilt
from tests.spreadsheets import (
    WORKBOOK,
    archive,
    delimited,
    raw_workbook,
    text_cell,
    text_row,
    workbook,
)

AS_GUESSED = How()


def cells(data: bytes, how: How = AS_GUESSED) -> list[list[object]]:
    table = read_spreadsheet(data, how).table
    return [[row.at(column) for column in range(table.width)] for row in table.rows]


def test_what_is_merged_downwards_is_said_in_each_row_and_nothing_else_is_filled():
    data = workbook(
        ["Список команд на защиту", None, None],
        ["№", "ФИО", "Школа"],
        [1, "Жанабаева Роза", "№ 25"],
        [None, "Қасымов Балқан", "№ 93"],
        [None, "Ким", None],
        merged=["A1:C1", "A3:A4"],
    )
    table = read_spreadsheet(data).table

    assert table.rows[0].is_heading
    assert [row.at(0) for row in table.rows[1:]] == ["№", 1, 1, None]
    assert table.rows[4].cells == {1: "Ким"}
    assert table.merged_columns == {0: 3}


def test_a_formula_says_what_was_saved_and_is_refused_where_nothing_was():
    rows = (
        text_row(1, "ФИО")
        + '<row r="2"><c r="A2" t="str"><f>B2</f><v>Жанабаева Роза</v></c></row>'
        + '<row r="3"><c r="A3" t="str"><f>B3</f></c></row>'
        + '<row r="4"><c r="A4" t="str"><f>VLOOKUP(1,X:Y,2)</f><v>#Н/Д</v></c></row>'
        + '<row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        + '<row r="6"><c r="A6" t="str"><f>""</f><v></v></c><c r="B6"><v>7</v></c></row>'
    )
    _heading, saved, unsaved, missing, divided, empty = cells(raw_workbook(rows))

    assert saved[0] == "Жанабаева Роза"
    assert [type(row[0]) for row in (unsaved, missing, divided)] == [Spoilt] * 3
    assert [
        "was not saved" in unsaved[0].reason,
        "#Н/Д" in missing[0].reason,
        "#DIV/0!" in divided[0].reason,
    ] == [True] * 3
    assert empty == [None, 7]


def test_cells_are_plain_texts_numbers_and_days():
    data = workbook(
        ["Айгерим \u00a0 Серік ", "Серге\u0438\u0306", 127.0, 12.5, date(2019, 11, 30), True, "  "]
    )

    assert cells(data) == [["Айгерим Серік", "Сергей", 127, 12.5, date(2019, 11, 30), "true"]]


def test_the_first_sheet_that_holds_anything_is_read_unless_another_is_chosen():
    data = workbook(["ФИО"], ["Ким Анна"], empty_before=["Лист1", "Лист2"])
    found = read_spreadsheet(data)

    assert (found.how.sheet, found.sheets) == ("Тізім", ("Лист1", "Лист2", "Тізім"))
    assert [row.at(0) for row in found.table.rows] == ["ФИО", "Ким Анна"]
    with pytest.raises(BadSpreadsheet, match="nothing in this"):
        read_spreadsheet(data, How(sheet="Лист2"))


CODE_PAGES = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with its mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 the other way": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "kz1048": lambda text: text.encode("kz1048"),
}


# Lists as schools keep them: names with capitals alone or none, and in the letters of one language.
LISTS = {
    "names": "ФИО\nСауле Ахметова\nПётр Семёнов\nОльга Щербакова\nЯна Юн\n",
    "capitals": "ФИО;ТЕМА\nАХМЕТОВА САУЛЕ;ЦИФРОВАЯ ШКОЛА\nЩЕРБАКОВ ПЁТР;ОБУЧЕНИЕ И ВОСПИТАНИЕ\n",
    "with signs": "№;ФИО;Тема\n1;Анна Ким;«Роль учителя» – итоги…\n2;Яна Юн;Лицей „Дарын“\n",
}


@pytest.mark.parametrize("page", ["cp1251", "kz1048", "koi8-r", "cp866", "mac_cyrillic"])
@pytest.mark.parametrize("rows", LISTS)
def test_the_page_of_a_russian_list_is_found_whatever_program_kept_it(page, rows):
    data = LISTS[rows].encode(page, "replace")
    found = guessed_page(data)

    assert data.decode(found) == data.decode(page)


@pytest.mark.parametrize("page", CODE_PAGES)
@pytest.mark.parametrize("by", [";", ",", "\t"])
def test_a_text_file_is_read_in_its_code_page_and_by_its_delimiter(page, by):
    text = (
        by.join(["ФИО", "Тема"])
        + "\r\n"
        + by.join(['"Ғалым ""Тау"" Өмір"', '"«Мектеп; үй, 1»"'])
        + "\r\n"
    )

    assert cells(CODE_PAGES[page](text)) == [
        ["ФИО", "Тема"],
        ['Ғалым "Тау" Өмір', "«Мектеп; үй, 1»"],
    ]


def test_russian_alone_is_read_as_windows_1251_and_can_be_said_otherwise():
    data = delimited(["ФИО"], ["Ёлкин Сергей"], ["Щукина Эля"], code_page="cp1251")

    assert read_spreadsheet(data).how.code_page == "cp1251"
    assert cells(data)[1] == ["Ёлкин Сергей"]
    kazakh = delimited(["ФИО"], ["Әсел Үкібай"], code_page="kz1048")
    assert cells(kazakh, How(code_page="cp1251"))[1] != ["Әсел Үкібай"]


def test_a_line_that_names_the_delimiter_and_escaped_cells_are_read_as_they_were():
    data = b"sep=,\r\n'+7 701,-,'=HYPERLINK(1)\r\n=1+1,'@SUM(1),x\r\n"
    first, second = cells(data)

    assert first == ["+7 701", "-", "=HYPERLINK(1)"]
    assert isinstance(second[0], Spoilt)
    assert second[1] == "@SUM(1)"


def bomb() -> bytes:
    return raw_workbook("", after="<x>" + " " * (LARGEST_UNPACKED + 1) + "</x>")


def liar() -> bytes:
    """An archive that says its sheet is small: it unpacks to no more than it says, and is broken then."""
    whole = bytearray(bomb())
    size = next(
        each.file_size for each in ZipFile(BytesIO(whole)).infolist() if "sheet1" in each.filename
    )
    return bytes(whole.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


def laughing() -> bytes:
    """A billion laughs: entities of entities in the sheet."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    sheet = (
        f'<!DOCTYPE x [{entities}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    )
    return archive({**WORKBOOK, "xl/worksheets/sheet1.xml": sheet})


REFUSED = {
    "nothing": (b"", "nothing in this"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no spreadsheet"),
    "a PDF": (b"%PDF-1.7\n" + zlib.compress(b"x" * 9000) * 10 + bytes(200), "no spreadsheet"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind"),
    "a zip of something else": (archive({"a.txt": "hello"}), "no spreadsheet"),
    "half a workbook": (workbook(["ФИО"], ["Ким"])[:900], "no spreadsheet"),
    "a broken sheet": (raw_workbook("<row><c r='A1'"), "no spreadsheet"),
    "no workbook part": (
        archive({"[Content_Types].xml": WORKBOOK["[Content_Types].xml"]}),
        "no spreadsheet",
    ),
    "too large": (b"a" * (LARGEST_FILE + 1), "larger than 900 kB"),
    "a bomb": (bomb(), "unpacks to far more"),
    "a bomb that lies": (liar(), "no spreadsheet"),
    "too many members": (
        archive({**WORKBOOK, **{f"x{i}": "" for i in range(600)}}),
        "unpacks to far more",
    ),
    "entities": (laughing(), "no spreadsheet"),
    "too many rows": ("\n".join(["Ким"] * (MOST_ROWS + 1)).encode(), "more than 3000 rows"),
    "an open quotation mark": (b'a,b\n"c,d\ne,f\n', "quotation mark"),
    "an empty sheet": (raw_workbook(""), "nothing in this"),
    "a bad number of a string": (
        raw_workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "no spreadsheet",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence_and_soon(case):
    data, part = REFUSED[case]
    began = time.process_time()

    with pytest.raises(BadSpreadsheet) as refusal:
        read_spreadsheet(data)

    assert part in str(refusal.value)
    assert time.process_time() - began < 5


def test_the_last_cell_of_the_sheet_is_too_many_rows_and_costs_nothing():
    """Measured elsewhere: other readers take minutes and gigabytes for it, or end the process."""
    rows = text_row(1, "ФИО") + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    began = time.process_time()

    with pytest.raises(BadSpreadsheet, match="more than 3000 rows"):
        read_spreadsheet(raw_workbook(rows))

    assert time.process_time() - began < 1


def test_the_guards_are_what_keeps_it_small(monkeypatch):
    """The negative control: without the limit the bomb is unpacked."""
    monkeypatch.setattr("events.spreadsheets.archive.LARGEST_UNPACKED", LARGEST_UNPACKED * 10)

    with pytest.raises(BadSpreadsheet, match="nothing in this"):
        read_spreadsheet(bomb())


def test_what_stands_far_to_the_right_is_told_of():
    assert read_spreadsheet((";".join(["x"] * 61)).encode()).table.is_cut
    assert not read_spreadsheet((";".join(["x"] * 60)).encode()).table.is_cut


def test_a_cell_of_a_book_is_refused_as_a_cell():
    (row,) = cells(workbook(["ФИО", "а" * 2001]))

    assert isinstance(row[1], Spoilt)
    assert "2001 characters" in row[1].reason

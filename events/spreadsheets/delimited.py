"""A text file with a row a line: its code page and its delimiter guessed, and both open to be said otherwise."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from events.spreadsheets.archive import no_workbook
from events.spreadsheets.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadSpreadsheet,
    Cell,
    Table,
    rows_of,
    spoilt_formula,
    tidied,
    too_many_rows,
)

# Of Unix, of DOS and of the Mac.
OTHER_CYRILLIC_PAGES: Final = ("koi8-r", "cp866", "mac_cyrillic")
CODE_PAGES: Final = ("utf-8-sig", "utf-16", "kz1048", "cp1251", *OTHER_CYRILLIC_PAGES)
DELIMITERS: Final = (";", ",", "\t", "|")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Where KZ-1048 has Kazakh letters cp1251 has these of Serbian, Macedonian and Ukrainian.
_STRANGE: Final = frozenset("ЂЃЉЊЌЋЏђѓљњќћџЎўЈҐґЄєЇїЅѕј")
_KAZAKH: Final = frozenset("ӘәҒғҚқҢңӨөҰұҮүҺһ")
# The most frequent letters of Russian and of Kazakh, and all that stands in a list of theirs.
_FREQUENT: Final = frozenset("оаеинтрслкы")
_ORDINARY: Final = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі«»“”„’№–—…\xa0")
# Within a word: a capital after a small letter, and a small one after two capitals.
_ODD_CASE: Final = re.compile("[а-яё][А-ЯЁ]|[А-ЯЁ]{2}[а-яё]")
_ODD_WEIGHS: Final = 2
_SAMPLE: Final = 30  # lines by which the delimiter is guessed
_LEAST_SHARE: Final = 3  # one in so many is parted by it
_SEP: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# How a list is kept from being read as formulas (writing.py), taken off again.
_ESCAPED: Final = re.compile(r"'(?=[@+\-=|%\\])")


def read_delimited(data: bytes, code_page: str = "", delimiter: str = "") -> tuple[Table, str, str]:
    """The table, and the code page and the delimiter that it was read with. Raises BadSpreadsheet."""
    page = code_page if code_page in CODE_PAGES else guessed_page(data)
    text = _decoded(data, page)
    if said := _SEP.match(text):
        text = text[said.end() :]
    between = (
        delimiter if delimiter in DELIMITERS else (said[1] if said else guessed_delimiter(text))
    )
    return _table(text, between), page, between


def guessed_page(data: bytes) -> str:
    """By the mark, then UTF-8 if it is sound, then the code page whose letters make words."""
    for mark, page in _MARKS:
        if data.startswith(mark):
            return page
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed_8_bit(data)
    return "utf-8-sig"


def _guessed_8_bit(data: bytes) -> str:
    as_kazakh = Counter(data.decode("kz1048", "replace"))
    as_russian = Counter(data.decode("cp1251", "replace"))
    kazakh = sum(as_kazakh[letter] for letter in _KAZAKH)
    strange = sum(as_russian[letter] for letter in _STRANGE)
    windows = "kz1048" if kazakh and strange else "cp1251"
    return max((windows, *OTHER_CYRILLIC_PAGES), key=lambda page: _likely(data, page))


def _likely(data: bytes, page: str) -> int:
    """How much the text looks like a list in Russian or Kazakh; of equals the first page is taken."""
    text = data.decode(page, "replace")
    letters = Counter(text.lower())
    odd = sum(letters[each] for each in letters if not each.isascii() and each not in _ORDINARY)
    odd += len(_ODD_CASE.findall(text))
    return sum(letters[each] for each in _FREQUENT) - _ODD_WEIGHS * odd


def _decoded(data: bytes, page: str) -> str:
    try:
        text = data.decode(page)
    except UnicodeError:
        text = data.decode(page, "replace")
    if len(_CONTROL.findall(text)) > len(text) // 500:
        raise no_workbook()
    return text


def guessed_delimiter(text: str) -> str:
    """The one that parts most lines into the same number of cells; a semicolon where none parts many."""
    lines = sum(bool(line.strip()) for line in islice(StringIO(text), _SAMPLE))
    best = max(DELIMITERS, key=lambda each: _likeness(text, each))
    return best if _likeness(text, best)[0] * _LEAST_SHARE >= lines else DELIMITERS[0]


def _likeness(text: str, delimiter: str) -> tuple[int, int]:
    lines = islice(StringIO(text, newline=""), _SAMPLE)
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0, 0
    width, count = max(wide.items(), key=lambda each: (each[1], each[0]))
    return count, width


def _table(text: str, delimiter: str) -> Table:
    found: list[tuple[int, dict[int, Cell]]] = []
    is_cut = False
    try:
        for number, row in enumerate(_lines(text, delimiter), start=1):
            said = {column: _cell(raw) for column, raw in enumerate(row[:MOST_COLUMNS])}
            is_cut = is_cut or any(raw.strip() for raw in row[MOST_COLUMNS:])
            if number > MOST_ROWS and any(cell is not None for cell in said.values()):
                raise too_many_rows()
            found.append((number, said))
    except csv.Error as error:
        raise BadSpreadsheet(
            _(
                "A quotation mark in this file is opened and never closed. Save it as .xlsx and bring it again."
            )
        ) from error
    return Table(tuple(rows_of(found)), is_cut=is_cut)


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    if text.count('"') % 2:
        raise csv.Error
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _cell(raw: str) -> Cell:
    if len(raw) > LONGEST_CELL:
        return tidied(raw)
    if _ESCAPED.match(raw):
        return tidied(_ESCAPED.sub("", raw, count=1).replace("\\|", "|"))
    if raw.startswith("=") and len(raw) > 1:
        return spoilt_formula()
    return tidied(raw)

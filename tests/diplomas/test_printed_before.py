"""Documents that were issued before come out as they did, letter by letter.

The file holds words of their rows and what stood on their pages when there was one language to a page, no logo and
no colour to choose. Places are compared and not bytes, which follow the packages that write a file.
"""

import ctypes
import itertools
import json
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from diplomas.rendering import Renderer
from diplomas.snapshots import record_of

PRINTED = json.loads(Path(__file__).with_name("printed_before.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


def set_text(pdf):
    """Each run of letters: where it begins and ends, in which face and how large."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        letters = [_letter(page, number) for number in range(page.count_chars())]
    runs = itertools.groupby(letters, key=lambda letter: letter[:3])
    return [_told(*key, list(run)) for key, run in runs if key[0]]


def _told(face, size, y, letters):
    left, right = letters[0][3], letters[-1][3]
    return f"{left:.1f}-{right:.1f}, {y:.1f} {face} {size:.1f}: {''.join(each[4] for each in letters).strip()}"


def _letter(page, number):
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, number, x, y)
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, number, name, 80, flags)
    face = name.value.decode().rpartition("+")[2]
    size = pdfium.FPDFText_GetFontSize(page, number)
    letter = chr(pdfium.FPDFText_GetUnicode(page, number))
    return face, round(size, 1), round(y.value, 1), round(x.value, 1), letter


@pytest.mark.parametrize("number", range(len(PRINTED)))
def test_a_document_of_before_is_set_as_it_was(renderer, number):
    before = PRINTED[number]

    [pdf] = renderer.render([record_of(before["snapshot"])])

    assert set_text(pdf) == before["page"]


def test_they_are_of_every_kind_and_language_and_in_every_setting():
    rows = [each["snapshot"] for each in PRINTED]

    assert {row["language"] for row in rows} == {"kk", "ru", "en"}
    assert {len(row["signatories"]) for row in rows} >= {1, 2, 4}
    assert any(row.get("duplicate") for row in rows)
    assert any(row["watermark"] for row in rows)
    assert any(row["stamp"] for row in rows if "stamp" in row)
    assert any("stamp" not in row for row in rows)

"""Lists as files: a moment is one of the event's zone, as on its pages."""

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
from django.utils import timezone

from events.spreadsheets.writing import List, as_delimited, as_workbook

AT = datetime(2019, 11, 30, 20, 37, tzinfo=UTC)
MADE = List("Interests", ["Expert", "Decided at"], [["Emil", AT]])


def test_a_moment_is_written_by_the_clock_of_the_event():
    with timezone.override("Asia/Almaty"):
        lines = as_delimited(MADE).decode("utf-8-sig").splitlines()
        book = openpyxl.load_workbook(BytesIO(as_workbook(MADE)))

    assert lines == ["Expert;Decided at", "Emil;2019-12-01 02:37"]
    assert [str(cell.value) for cell in book.active[2]] == ["Emil", "2019-12-01 02:37:00"]

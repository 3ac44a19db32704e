"""Days as cells hold them: as a day of the spreadsheet, 30.11.2019, 30/11/2019 or 2019-11-30."""

import re
from datetime import date
from typing import Final

from events.spreadsheets.table import Cell

_FORMS: Final = (
    re.compile(
        r"(?P<day>\d{1,2})[.](?P<month>\d{1,2})[.](?P<year>\d{4})\s*(?:г\.?|ж\.?|жыл|года)?"
    ),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?"),
)


def day_of(cell: Cell) -> date | None:
    """The day, or None where the cell says something else."""
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    for form in _FORMS:
        if found := form.fullmatch(cell):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None

"""An upload read as a list of people, as somebody chose that it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.imports.fates import Answers
from events.listed import Listed, listed
from events.models import Event, Upload
from events.services.uploads import remembered_columns
from events.spreadsheets import How, Source, read_spreadsheet
from events.spreadsheets.headings import Reading, heading_keys, proposed


@dataclass(frozen=True)
class Chosen:
    """What somebody chose of how a list is read, as an Upload keeps it."""

    how: How
    heading: int | None
    columns: Mapping[str, str]
    answers: Mapping[int, str]

    @classmethod
    def of(cls, upload: Upload) -> "Chosen":
        kept: Mapping[str, Any] = upload.choices
        answers = {int(row): str(said) for row, said in kept.get("answers", {}).items()}
        how = How(**kept.get("how", {}))
        return cls(how, kept.get("heading"), kept.get("columns", {}), answers)


@dataclass(frozen=True)
class ReadList:
    """The table, what its columns mean, its rows, and whom those in question were said to mean."""

    source: Source
    reading: Reading
    rows: Sequence[Listed]
    answers: Answers

    def keys(self) -> dict[int, str]:
        """What each column is remembered by."""
        row = self.source.table.row(self.reading.heading)
        return heading_keys(self.source.table, row) if row else {}

    def columns(self) -> dict[str, str]:
        """What each heading was taken to mean, to be remembered; empty: left out."""
        meanings = self.reading.meanings
        return {key: str(meanings.get(column, "")) for column, key in self.keys().items()}


def read_list(event: Event, upload: Upload) -> ReadList:
    """Raises BadSpreadsheet."""
    chosen = Chosen.of(upload)
    source = read_spreadsheet(upload.data, chosen.how)
    remembered = remembered_columns(event) | dict(chosen.columns)
    reading = proposed(source.table, remembered, chosen.heading)
    rows = listed(source.table, reading) if reading.has_names else []
    return ReadList(source, reading, rows, Answers(by_row=chosen.answers))

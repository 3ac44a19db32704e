"""An import as its page shows it: the fates of the rows in words, group by group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.imports.fates import Difference, Fate, RowFate
from events.imports.reading import ReadList
from events.imports.words import LINE_WORDS
from events.listed import CellFlaw, shown_cell
from events.spreadsheets import letter_of
from events.spreadsheets.headings import Meaning
from events.spreadsheets.writing import List as WrittenList

MOST_SHOWN: Final = 200
HEADINGS: Final = {
    Fate.ASKED: gettext_lazy("In question"),
    Fate.REFUSED: gettext_lazy("Refused"),
    Fate.NEW: gettext_lazy("New"),
    Fate.CHANGED: gettext_lazy("Changed"),
    Fate.SAME: gettext_lazy("The same"),
}
TONES: Final = {
    Fate.ASKED: "warn",
    Fate.REFUSED: "stop",
    Fate.NEW: "sky",
    Fate.CHANGED: "gold",
    Fate.SAME: "",
}


@dataclass(frozen=True)
class FlawShown:
    """`place`: the letter of the column with its heading, and what stands in the cell."""

    place: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class ChangeShown:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowShown:
    row: int
    name: str
    about: str
    word: str
    changes: Sequence[ChangeShown] = ()
    flaws: Sequence[FlawShown] = ()
    keeps_name: bool = False


@dataclass(frozen=True)
class Group:
    fate: Fate
    heading: str
    rows: Sequence[RowShown]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def groups_of(found: ReadList, fates: Sequence[RowFate]) -> list[Group]:
    """The rows by what becomes of them; those in question have a form of their own."""
    groups = []
    for fate in (Fate.REFUSED, Fate.NEW, Fate.CHANGED, Fate.SAME):
        of_it = [each for each in fates if each.fate == fate]
        shown = [row_shown(found, each) for each in of_it[:MOST_SHOWN]]
        if of_it:
            groups.append(Group(fate, str(HEADINGS[fate]), shown, len(of_it)))
    return groups


def row_shown(found: ReadList, fate: RowFate) -> RowShown:
    return RowShown(
        row=fate.row,
        name=fate.name,
        about=fate.about,
        word=str(fate.fate.label),
        changes=[change_shown(each) for each in fate.changes],
        flaws=[flaw_shown(found, each) for each in fate.flaws],
        keeps_name=fate.keeps_name,
    )


def change_shown(change: Difference) -> ChangeShown:
    return ChangeShown(str(LINE_WORDS.get(change.line, change.line)), change.before, change.after)


def flaw_shown(found: ReadList, flaw: CellFlaw) -> FlawShown:
    column = column_of(found, flaw.meaning)
    if column is None:
        return FlawShown("", flaw.cell, flaw.sentence)
    heading = found.source.table.row(found.reading.heading)
    words = {
        "letter": letter_of(column),
        "heading": shown_cell(heading.at(column)) if heading else "",
    }
    return FlawShown(_("Column %(letter)s, %(heading)s") % words, flaw.cell, flaw.sentence)


def column_of(found: ReadList, meaning: str) -> int | None:
    """The column that says it; a family name is a part of the whole name."""
    columns = {str(each): column for column, each in found.reading.meanings.items()}
    if meaning == Meaning.NAME and meaning not in columns:
        return columns.get(Meaning.FAMILY, columns.get(Meaning.GIVEN))
    return columns.get(meaning)


def refused_list(found: ReadList, fates: Sequence[RowFate]) -> WrittenList:
    """The refused rows as they were brought, with the reason, to be mended and brought again."""
    table = found.source.table
    heading = table.row(found.reading.heading)
    width = range(table.width)
    headings = [
        shown_cell(heading.at(column)) if heading else letter_of(column) for column in width
    ]
    return WrittenList(
        _("Refused rows"), [*headings, _("Why it was refused")], list(_refused(found, fates))
    )


def _refused(found: ReadList, fates: Sequence[RowFate]) -> Iterator[list[str]]:
    for fate in fates:
        row = found.source.table.row(fate.row)
        if fate.fate == Fate.REFUSED and row:
            reasons = " ".join(_reason(flaw_shown(found, flaw)) for flaw in fate.flaws)
            yield [
                *(shown_cell(row.at(column)) for column in range(found.source.table.width)),
                reasons,
            ]


def _reason(flaw: FlawShown) -> str:
    return f"{flaw.place}: {flaw.sentence}" if flaw.place else flaw.sentence


@dataclass(frozen=True)
class Sum:
    """How many rows have a fate, in words."""

    fate: str
    heading: str
    tone: str
    count: int


def sums_of(counts: Mapping[str, int]) -> list[Sum]:
    return [
        Sum(str(fate), str(HEADINGS[fate]), TONES[fate], count)
        for fate in Fate
        if (count := counts.get(str(fate), 0))
    ]

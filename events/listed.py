"""A person as a row of a list tells them: the cells of a spreadsheet read as lines of an entry (editing.py)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from events.numerals import is_whole
from events.spreadsheets import Cell, Row, Table
from events.spreadsheets.days import day_of
from events.spreadsheets.headings import Meaning, Reading
from events.spreadsheets.schools import School, school_of
from events.texts import LANGUAGES, one_line
from events.value_base import Spoilt

PARTS: Final = (Meaning.FAMILY, Meaning.GIVEN, Meaning.PATRONYMIC)
# Texts of a person that a column may give without saying in which language.
TEXTS: Final = (Meaning.POSITION, Meaning.WORK, Meaning.CITY)
_NOTHING: Final = re.compile(
    r"[-–—_.*?/\s]+|нет( данных)?|жоқ|none|n/?a|null|nan|no|x+|х+"
    r"|(итого|всего|барлығы|жиыны|жалпы саны|total)\b[\s:–—-]*(\d.*)?",
    re.IGNORECASE,
)
_DASHES: Final = re.compile(r"[-–—\s]+")
_TEAM_WORD: Final = r"(?:команда|топ|группа|team|group|жоба|проект|project)"
# “3”, “Команда № 3”, “Топ-3”, “3-ші топ”, “3-я команда”, and 3.0 of a program that knows no whole numbers.
_TEAM: Final = re.compile(
    rf"(?:{_TEAM_WORD}\s*[-–]?\s*)?(?:№|no\.?|#)?\s*(?P<number>\d{{1,4}})"
    rf"(?:[.,]0|\s*[-–]?\s*(?:(?:ші|шы|інші|ыншы|я|ая)\s+)?{_TEAM_WORD})?",
    re.IGNORECASE,
)
# “3. Цифровая школа”: the team and what it defends in one cell.
_TEAM_AND_TOPIC: Final = re.compile(
    rf"(?:{_TEAM_WORD}\s*)?(?:№|no\.?|#)?\s*(?P<number>\d{{1,4}})(?:\s*[-–]?\s*{_TEAM_WORD})?"
    r"\s*[.):—–-]\s*(?P<topic>[\"'«“„]?[^\W\d_].*)",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(
    rf"(?:{_TEAM_WORD}\s*(?:№|no\.?|#)?\s*(?P<number>\d{{1,3}})|(?:№\s*)?(?P<first>\d{{1,3}})\s*[-–]?\s*{_TEAM_WORD})"
    r"(?:\s*[.:—–-]+\s*(?P<topic>.+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CellFlaw:
    """Why a cell of a row cannot be taken; no meaning where it is about the row."""

    row: int
    meaning: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Listed:
    """What a row says of one person. Empty says nothing, and changes nothing."""

    row: int
    key: str = ""
    name: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)  # in a language that the column names
    texts: Mapping[str, str] = field(default_factory=dict)  # in whichever
    school: School | None = None
    team: int | None = None
    topics: Mapping[str, str] = field(default_factory=dict)  # by language, "" for whichever
    role: str = ""
    email: str = ""
    note: str = ""
    flaws: tuple[CellFlaw, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.flaws


def listed(table: Table, reading: Reading) -> list[Listed]:
    """Everybody under the headings. A line such as “Команда 3” says the team of those below it."""
    headings = table.row(reading.heading)
    found: list[Listed] = []
    group: Listed | None = None
    for row in table.rows:
        if row.number <= reading.heading or (headings and row.cells == headings.cells):
            continue
        if Meaning.TEAM not in reading.meanings.values() and (said := _group(row)):
            group = said
        elif not row.is_heading and any(column in row.cells for column in reading.meanings):
            found.append(_Reader(row, reading, headings, group).listed())
    return found


def _group(row: Row) -> Listed | None:
    cells = set(row.cells.values())
    text = next(iter(cells)) if len(cells) == 1 else None
    said = _GROUP.fullmatch(text) if isinstance(text, str) else None
    if not said:
        return None
    topic = one_line(said["topic"] or "")
    return Listed(
        row.number, team=int(said["number"] or said["first"]), topics={"": topic} if topic else {}
    )


class _Reader:
    """One row, cell by cell; what is wrong is collected."""

    def __init__(
        self, row: Row, reading: Reading, headings: Row | None, group: Listed | None
    ) -> None:
        self.row = row
        self.column_of = {meaning: column for column, meaning in reading.meanings.items()}
        self.headings = headings
        self.group = group
        self.flaws: list[CellFlaw] = []

    def listed(self) -> Listed:
        said: dict[str, str] = {str(meaning): self.text(meaning) for meaning in self.column_of}
        name = self.name(said)
        school = self.school()
        return Listed(
            row=self.row.number,
            key=said.get(Meaning.KEY, ""),
            name=name,
            parts={part: said[part] for part in PARTS if said.get(part)},
            lines=dict(self.in_languages(said, ("printed_names", "position", "organisation"))),
            texts={text: said[text] for text in TEXTS if said.get(text)},
            school=school,
            team=self.team(said),
            topics=self.topics(said),
            role=said.get(Meaning.ROLE, ""),
            email=said.get(Meaning.EMAIL, ""),
            note=said.get(Meaning.NOTE, ""),
            flaws=tuple(self.flaws),
        )

    def cell(self, meaning: Meaning) -> Cell:
        return self.row.at(self.column_of[meaning]) if meaning in self.column_of else None

    def refuse(self, meaning: Meaning | str, cell: Cell, sentence: str) -> None:
        shown = "" if isinstance(cell, Spoilt) else shown_cell(cell)
        self.flaws.append(CellFlaw(self.row.number, str(meaning), shown, sentence))

    def text(self, meaning: Meaning) -> str:
        cell = self.cell(meaning)
        if isinstance(cell, Spoilt):
            self.refuse(meaning, cell, cell.reason)
            return ""
        if meaning == Meaning.NOTE:
            return shown_cell(day_of(cell) or cell)
        if isinstance(cell, date):
            self.refuse(
                meaning,
                cell,
                _("This is a date. A spreadsheet makes one of “12/4”; write it as a text."),
            )
            return ""
        return (
            ""
            if _DASHES.fullmatch(text := shown_cell(cell)) and not self.is_name(meaning)
            else text
        )

    def is_name(self, meaning: Meaning) -> bool:
        return meaning in (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN)

    def name(self, said: Mapping[str, str]) -> str:
        whole = said.get(Meaning.NAME, "")
        meaning = (
            Meaning.NAME
            if whole
            else next((part for part in PARTS if said.get(part)), Meaning.NAME)
        )
        name = whole or " ".join(said[part] for part in PARTS if said.get(part))
        if not name and not said.get(Meaning.KEY) and not self.flaws:
            self.refuse(
                meaning, None, _("There is no name. A school and a team alone make nobody.")
            )
        elif name and _NOTHING.fullmatch(name):
            self.refuse(meaning, name, _("“%(text)s” is nobody's name.") % {"text": name})
        elif name and day_of(name):
            self.refuse(meaning, name, _("This is a date, and nobody's name."))
        return name

    def school(self) -> School | None:
        cell = self.cell(Meaning.WORK)
        if cell is None or isinstance(cell, Spoilt | date) or _DASHES.fullmatch(shown_cell(cell)):
            return None
        if day_of(cell):
            self.refuse(Meaning.WORK, cell, _("This is a date. Write the school as “№ 12 школа”."))
            return None
        return school_of(shown_cell(cell), self.heading(Meaning.WORK))

    def heading(self, meaning: Meaning) -> str:
        cell = self.headings.at(self.column_of[meaning]) if self.headings else None
        return cell if isinstance(cell, str) else ""

    def team(self, said: Mapping[str, str]) -> int | None:
        text = said.get(Meaning.TEAM, "")
        if not text:
            return self.group.team if self.group else None
        number = _TEAM.fullmatch(text) or _TEAM_AND_TOPIC.fullmatch(text)
        if not number or not int(number["number"]):
            self.refuse(Meaning.TEAM, text, _("This is no number of a team."))
            return None
        return int(number["number"])

    def topics(self, said: Mapping[str, str]) -> dict[str, str]:
        topics = {"": said.get(Meaning.TOPIC, "")} | {
            each: said.get(f"topic_{each}", "") for each in LANGUAGES
        }
        if found := {language: text for language, text in topics.items() if text}:
            return found
        team = said.get(Meaning.TEAM, "")
        if (beside := _TEAM_AND_TOPIC.fullmatch(team)) and not _TEAM.fullmatch(team):
            return {"": one_line(beside["topic"])}
        return dict(self.group.topics) if self.group else {}

    def in_languages(
        self, said: Mapping[str, str], names: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        for name in names:
            for language in LANGUAGES:
                if text := said.get(f"{name}_{language}"):
                    yield f"{name}_{language}", text


def shown_cell(cell: Cell) -> str:
    """What a cell says as a text: a number as it is written, a day as 2019-11-30."""
    match cell:
        case None | Spoilt():
            return ""
        case datetime() | date():
            return cell.isoformat()
        case float():
            return format(cell, "g") if abs(cell) < 10**6 else format(cell, "f")
        case _:
            return str(cell)


def is_row_number(text: str) -> bool:
    return is_whole(text) and len(text) < 6

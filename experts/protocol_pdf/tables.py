"""The totals of all experts and teams, and the sheets they are of: the same figures in both.

A total is printed with as many decimals as its team's mean takes to be worked out from what is printed. Absent,
recused, set aside and not submitted are words of their own; none of them is a figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from experts.methods import Method
from experts.models import ScoreSheet
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.wording import NOTHING, Record, figure, place, points, said, when
from experts.reports.cells import CellState
from experts.reports.rules import RULE_NAMES
from experts.scoring import decimals_of_totals
from experts.sheets import Readers

TEAMS_A_TABLE: Final = 8  # a page is not wider
ROWS_A_PAGE: Final = 30
PERCENT: Final = "\N{NO-BREAK SPACE}%"
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    text: str
    is_word: bool = False


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class TotalsTable:
    """The experts of a room before some of its teams."""

    numbers: Sequence[int]
    rows: Sequence[Row]
    sums: Sequence[Row]

    @property
    def is_short(self) -> bool:
        """Whether it stands on one page."""
        return len(self.rows) <= ROWS_A_PAGE


@dataclass(frozen=True)
class SheetRow:
    """`word` stands for a sheet that does not count, in the place of its points."""

    label: str
    mark: str
    word: str
    cells: Sequence[str]
    comment: str


@dataclass(frozen=True)
class Head:
    """A criterion with the points that it takes, and its share of the total."""

    name: str
    scale: str


@dataclass(frozen=True)
class Annex:
    title: str
    topic: str
    heads: Sequence[Head]
    rows: Sequence[SheetRow]

    @property
    def columns(self) -> int:
        return 1 + len(self.heads)


def counts(sheet: Line) -> bool:
    return bool(sheet["state"] == ScoreSheet.State.SUBMITTED)


def results_of(record: Record) -> dict[int, Line]:
    return {line["team"]: line for line in record["results"]}


def decimals_of(record: Record) -> int:
    """So many that every mean can be worked out from the printed totals of its team."""
    totals: dict[int, list[Fraction]] = {}
    for sheet in filter(counts, record["sheets"]):
        totals.setdefault(sheet["team"], []).append(Fraction(sheet["total"]))
    return max(map(decimals_of_totals, totals.values()), default=1)


def totals(record: Record, decimals: int) -> Iterator[TotalsTable]:
    cells = {(sheet["expert"], sheet["team"]): sheet for sheet in record["sheets"]}
    for room, numbers in _blocks(record):
        seats = [
            seat
            for seat in record["panel"]
            if seat["room"] == room and any((seat["expert"], number) in cells for number in numbers)
        ]
        rows = [
            Row(
                label=f"{seat['order']}. {said(seat['name'])}",
                cells=[_cell(cells.get((seat["expert"], n)), decimals) for n in numbers],
            )
            for seat in seats
        ]
        yield TotalsTable(numbers, rows, list(_sums(record, numbers)))


def _blocks(record: Record) -> Iterator[tuple[int, list[int]]]:
    """Room by room, as many teams as a table has columns for."""
    rooms: dict[int, list[int]] = {}
    for team in sorted(record["teams"], key=lambda team: team["number"]):
        rooms.setdefault(team["room"], []).append(team["number"])
    for room, numbers in rooms.items():
        for start in range(0, len(numbers), TEAMS_A_TABLE):
            yield room, numbers[start : start + TEAMS_A_TABLE]


def _cell(sheet: Line | None, decimals: int) -> Cell:
    if sheet is None:
        return Cell(NOTHING, is_word=True)
    if counts(sheet):
        return Cell(figure(sheet["total"], decimals))
    return Cell(word_of(sheet["state"]), is_word=True)


def word_of(state: str) -> str:
    words = {
        CellState.RECUSED: _("recused"),
        CellState.ABSENT: _("absent"),
        CellState.SET_ASIDE: _("set aside"),
    }
    known = words.get(CellState(state))
    return known or _("not submitted")


def _sums(record: Record, numbers: Iterable[int]) -> Iterator[Row]:
    known = results_of(record)
    results = [known.get(number) for number in numbers]
    if not any(results):
        return
    rule = Method(record["rule"]["method"])
    if rule != Method.RAW_MEAN:
        yield _sum(str(RULE_NAMES[rule]), results, lambda line: figure(line["value"]))
    yield _sum(_("Plain mean"), results, lambda line: figure(line["raw_mean"]))
    yield _sum(
        _("Sheets received"), results, lambda line: f"{line['received']} / {line['eligible']}"
    )
    yield _sum(_("Place"), results, lambda line: place(line["place"]))


def _sum(label: str, results: Iterable[Line | None], told: Any) -> Row:
    return Row(label, [Cell(told(line) if line else NOTHING) for line in results])


def annexes(record: Record, decimals: int) -> Iterator[Annex]:
    """One for each team, numbered, in the order of the teams' numbers."""
    names, given = names_of(record), defaultdict(list)
    for sheet in record["sheets"]:
        given[sheet["team"]].append(sheet)
    heads = [*_heads(record), Head(_("Total"), "")]
    teams = sorted(record["teams"], key=lambda team: team["number"])
    for at, team in enumerate(teams, start=1):
        words = {"annex": at, "number": team["number"]}
        yield Annex(
            title=_("Annex %(annex)s. Score sheets of team %(number)s") % words,
            topic=said(team["topic"]),
            heads=heads,
            rows=[
                _sheet_row(sheet, record["rubric"], names, decimals)
                for sheet in given[team["number"]]
            ],
        )


def _heads(record: Record) -> list[Head]:
    return [
        Head(
            name=said(each["name"]),
            scale=f"{points(each['minimum'])}–{points(each['maximum'])}, {points(each['weight'])}{PERCENT}",
        )
        for each in record["rubric"]
    ]


def _sheet_row(
    sheet: Line, rubric: Iterable[Line], names: Mapping[str, str], decimals: int
) -> SheetRow:
    given = sheet.get("points") or {}
    is_counted = counts(sheet)
    total = figure(sheet["total"], decimals) if is_counted else ""
    return SheetRow(
        label=names.get(sheet["expert"], sheet["expert"]),
        mark=sheet.get("mark", "") if is_counted else "",
        word="" if is_counted else word_of(sheet["state"]),
        cells=[*(points(given[each["key"]]) for each in rubric), total] if is_counted else [],
        comment=comment_of(sheet),
    )


def comment_of(sheet: Line) -> str:
    """What an expert wrote for the protocol, and added after the close; what is for nobody else stands in no record."""
    if not counts(sheet):
        return ""
    comment = sheet["comment"] if sheet["readers"] != Readers.ME else ""
    return "\n".join(filter(None, (comment, _added_in_words(sheet.get("added")))))


def _added_in_words(added: Line | None) -> str:
    if added is None:
        return ""
    words = _("Added after the close, %(when)s: %(text)s")
    return words % {"when": when(added["at"]), "text": added["text"]}

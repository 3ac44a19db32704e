"""An expert's own sheets side by side, as the server has them; nobody else's points stand here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Criterion, Person
from experts.models import Seat
from experts.pages.signing import mark_of_sheet
from experts.pages.tablet import Holder, TeamLine, shown
from experts.reports import MyDefense, my_defenses
from experts.reports.cells import criteria_of
from experts.reports.second_looks import OwnLook, own_looks
from experts.scoring import round_for_display

LEAST_FOR_DRIFT: Final = 4  # two teams on each side


def tied(totals: Mapping[int, Fraction]) -> list[list[int]]:
    """Teams with exactly the same total, the highest first; in the order in which they are given."""
    by_total: defaultdict[Fraction, list[int]] = defaultdict(list)
    for team, total in totals.items():
        by_total[total].append(team)
    return [by_total[total] for total in sorted(by_total, reverse=True) if len(by_total[total]) > 1]


@dataclass(frozen=True)
class Drift:
    """Means of the first and of the last `size` totals in running order; the middle one of an odd number is in neither."""

    size: int
    first: Fraction
    last: Fraction

    @property
    def step(self) -> Fraction:
        return self.last - self.first


def drift(totals: Sequence[Fraction]) -> Drift | None:
    """Of totals in running order; None while they are too few to say anything."""
    if len(totals) < LEAST_FOR_DRIFT:
        return None
    size = len(totals) // 2
    first, last = totals[:size], totals[-size:]
    return Drift(size, sum(first, Fraction(0)) / size, sum(last, Fraction(0)) / size)


@dataclass(frozen=True)
class Column:
    """One team: what was given by criterion, the total and the short hash; empty where nothing is."""

    team: TeamLine
    points: Sequence[str]
    total: str
    is_tied: bool
    hash_halves: Sequence[str]
    word: str


@dataclass(frozen=True)
class Row:
    name: str
    weight: str
    cells: Sequence[str]


@dataclass(frozen=True)
class OwnTable:
    """The sheets of one seat: criteria in rows, teams in running order."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    ties: Sequence[str]
    drift: str
    unsigned: str


@dataclass(frozen=True)
class OwnSheetsPage:
    holder: Holder
    looks: Sequence[OwnLook]
    tables: Sequence[OwnTable]


def own_sheets_page(person: Person, seats: Sequence[Seat]) -> OwnSheetsPage:
    criteria = list(criteria_of(person.event_id))
    tables = [_table(seat, my_defenses(seat), criteria) for seat in seats]
    return OwnSheetsPage(
        holder=Holder.of(person, seats[0] if seats else None),
        looks=own_looks(person.event, seats),
        tables=[each for each in tables if each.columns],
    )


def _table(seat: Seat, defenses: Sequence[MyDefense], criteria: Sequence[Criterion]) -> OwnTable:
    totals = {each.number: each.sheet.total for each in defenses if _is_whole(each) and each.sheet}
    groups = tied(totals)
    in_a_tie = {team for group in groups for team in group}
    columns = [_column(seat, each, criteria, in_a_tie) for each in defenses]
    rows = [
        Row(str(each.name), shown(each.weight), [column.points[at] for column in columns])
        for at, each in enumerate(criteria)
    ]
    ties = [_tie_in_words(group, totals[group[0]]) for group in groups]
    said = _drift_in_words(drift(list(totals.values())))
    return OwnTable(columns, rows, ties, said, _unsigned_in_words(defenses))


def _is_whole(mine: MyDefense) -> bool:
    """Submitted, of every criterion, and not of a team that this expert is recused from."""
    return mine.is_submitted and mine.sheet is not None and mine.sheet.final_total is not None


def _column(
    seat: Seat, mine: MyDefense, criteria: Sequence[Criterion], in_a_tie: set[int]
) -> Column:
    sheet = None if mine.is_recused else mine.sheet
    team = TeamLine.of(mine)
    if sheet is None:
        return Column(team, [""] * len(criteria), "", False, (), team.tab)
    mark = mark_of_sheet(seat, mine.id, sheet)
    half = len(mark) // 2
    return Column(
        team=team,
        points=[_cell(sheet.points.get(each.key)) for each in criteria],
        total=_one_decimal(sheet.total),
        is_tied=mine.number in in_a_tie,
        hash_halves=(mark[:half], mark[half:]),
        word="" if mine.is_submitted else team.tab,
    )


def _cell(points: Decimal | None) -> str:
    return "" if points is None else shown(points)


def _one_decimal(value: Fraction) -> str:
    return str(number_format(round_for_display(value), 1))


def _tie_in_words(teams: Sequence[int], total: Fraction) -> str:
    words = _("Same total %(total)s: teams %(teams)s.")
    return words % {"total": _one_decimal(total), "teams": ", ".join(map(str, teams))}


def _unsigned_in_words(defenses: Sequence[MyDefense]) -> str:
    """Which of the submitted sheets no tablet signed."""
    found = [each.number for each in defenses if _is_whole(each) and _is_unsigned(each)]
    words = ngettext(
        "Submitted without a signature: team %(teams)s.",
        "Submitted without a signature: teams %(teams)s.",
        len(found),
    )
    return words % {"teams": ", ".join(map(str, found))} if found else ""


def _is_unsigned(mine: MyDefense) -> bool:
    return mine.sheet is not None and not mine.sheet.signed_by


def _drift_in_words(found: Drift | None) -> str:
    """Both means as shown, and no verdict: the teams may differ as well."""
    if found is None:
        return ""
    return ngettext(
        "Your first %(size)s team: %(first)s on average, your last %(size)s: %(last)s.",
        "Your first %(size)s teams: %(first)s on average, your last %(size)s: %(last)s.",
        found.size,
    ) % {
        "size": found.size,
        "first": _one_decimal(found.first),
        "last": _one_decimal(found.last),
    }

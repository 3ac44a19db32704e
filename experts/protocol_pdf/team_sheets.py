"""What each team takes home: its points by criterion beside the others', the words meant for it, its questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from events.models import Event
from experts.protocol_pdf.minutes import (
    Proof,
    Question,
    Stamp,
    TeamPart,
    event_in_words,
    proof,
    state_of,
    teams_of,
)
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.tables import counts
from experts.protocol_pdf.wording import NOTHING, Record, language, points, said, shown
from experts.sheets import Readers

Line = Mapping[str, Any]


@dataclass(frozen=True)
class CriterionRow:
    """A mean of the team's points, between which points they lie, and between which means all teams do."""

    name: str
    scale: str
    mean: str
    given: str
    all_teams: str


@dataclass(frozen=True)
class Words:
    text: str
    by: str


@dataclass(frozen=True)
class TeamSheet:
    team: TeamPart
    received: int
    criteria: Sequence[CriterionRow]
    words: Sequence[Words]
    questions: Sequence[Question]


@dataclass(frozen=True)
class TeamSheets:
    language: str
    title: str
    event: str
    state: str
    running: str
    proof: Proof
    sheets: Sequence[TeamSheet]


def team_sheets_of(record: Record, stamp: Stamp, number: int | None = None) -> TeamSheets:
    """Of all teams in the order of their numbers, or of one."""
    title = _("How your work was scored")
    return TeamSheets(
        language=language(),
        title=title,
        event=event_in_words(record),
        state=state_of(record, stamp),
        running=title,
        proof=proof(record, stamp),
        sheets=[_sheet(record, team) for team in teams_of(record) if number in (None, team.number)],
    )


def _sheet(record: Record, team: TeamPart) -> TeamSheet:
    given = _given(record)
    own = [sheet for sheet in record["sheets"] if sheet["team"] == team.number and counts(sheet)]
    return TeamSheet(
        team=team,
        received=len(own),
        criteria=[_criterion(each, team.number, given) for each in record["rubric"]],
        words=list(_words(record, filter(_is_for_the_team, own))),
        questions=team.questions,
    )


def _is_for_the_team(sheet: Line) -> bool:
    return bool(sheet["readers"] == Readers.TEAM and sheet["comment"])


def _words(record: Record, sheets: Iterable[Line]) -> Iterator[Words]:
    """With the name of who wrote them, a number in place of it or neither, as the event chose."""
    names, by = names_of(record), record["rule"]["words_by"]
    for number, sheet in enumerate(sheets, start=1):
        told = {
            Event.WordsBy.NAMES: names[sheet["expert"]],
            Event.WordsBy.NUMBERS: _("Expert %(number)s") % {"number": number},
        }
        yield Words(sheet["comment"], told.get(by, ""))


def _given(record: Record) -> dict[int, list[Line]]:
    """The points of the sheets that count, by team."""
    given: dict[int, list[Line]] = {}
    for sheet in filter(counts, record["sheets"]):
        given.setdefault(sheet["team"], []).append(sheet["points"])
    return given


def _criterion(criterion: Line, team: int, given: Mapping[int, Iterable[Line]]) -> CriterionRow:
    key = criterion["key"]
    by_team = {n: [Fraction(each[key]) for each in sheets] for n, sheets in given.items()}
    means = {n: sum(each, Fraction(0)) / len(each) for n, each in by_team.items()}
    own = by_team.get(team, [])
    return CriterionRow(
        name=said(criterion["name"]),
        scale=f"{points(criterion['minimum'])}–{points(criterion['maximum'])}",
        mean=shown(means[team]) if own else NOTHING,
        given=_span(own, 0),
        all_teams=_span(list(means.values()), 2),
    )


def _span(values: Sequence[Fraction], decimals: int) -> str:
    if not values:
        return NOTHING
    ends = [
        shown(each, decimals if each.denominator > 1 else 0) for each in (min(values), max(values))
    ]
    return "–".join(dict.fromkeys(ends))

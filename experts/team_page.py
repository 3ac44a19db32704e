"""A team's own sheet on its page: of the sealed record and the words added after it, for who stands in it as one of the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from events.models import Event, Person
from experts.protocol_pdf.minutes import TeamPart, teams_of
from experts.protocol_pdf.team_sheets import (
    CriterionRow,
    TeamSheet,
    beside,
    sheet_of,
    whose_count,
    writers_to,
)
from experts.protocol_pdf.wording import day_of
from experts.reports.added_words import Standing, words_after_the_seal
from experts.reports.published import sealed_of

WIDTH, MARGIN = 300, 7
Record = Mapping[str, Any]
SHOWN: Final = Event.Publishable.FEEDBACK


@dataclass(frozen=True)
class Drawn:
    """A criterion with its picture: the means of all teams from `low` to `high`, the own one at `own`."""

    row: CriterionRow
    own: int
    low: int
    high: int

    @classmethod
    def of(cls, row: CriterionRow) -> Drawn:
        strip = row.strip
        places = (strip.own, strip.low, strip.high) if strip else (0, 0, 0)
        return cls(row, *map(_x, places))


@dataclass(frozen=True)
class AfterSeal:
    """Words that an expert added after the seal, which the record does not hold."""

    text: str
    who: str
    day: str


@dataclass(frozen=True)
class OwnSheet:
    sheet: TeamSheet
    criteria: Sequence[Drawn]
    after: Sequence[AfterSeal] = ()


@dataclass(frozen=True)
class TeamPage:
    """`is_open`: the protocol is sealed and the sheets are shown; before, nothing of them is told."""

    is_open: bool
    sheets: Sequence[OwnSheet] = ()
    sealed_on: str = ""


def team_page(person: Person) -> TeamPage:
    """The sheets of the teams that the person stands in, as a member or as who supervises it."""
    event = person.event
    sealed = sealed_of(event) if event.shows(SHOWN) else None
    if sealed is None:
        return TeamPage(is_open=False)
    record = sealed.record
    own = teams_with(record, person.key)
    added = words_after_the_seal(event)
    sheets = [
        replace(_drawn(record, team), after=_after(record, team.number, added))
        for team in teams_of(record)
        if team.number in own
    ]
    return TeamPage(is_open=True, sheets=sheets, sealed_on=_day(sealed.sealed_at))


def first_sheet(record: Record) -> OwnSheet | None:
    """That of one team, as an example of all."""
    return next((_drawn(record, team) for team in teams_of(record)), None)


def after_the_seal(event: Event, record: Record) -> list[tuple[int, AfterSeal]]:
    """What all teams read beside the record, with their numbers: for the organizers, who answer for the page."""
    added = words_after_the_seal(event)
    numbers = sorted(team["number"] for team in record["teams"])
    return [(number, words) for number in numbers for words in _after(record, number, added)]


def _drawn(record: Record, team: TeamPart) -> OwnSheet:
    sheet = sheet_of(record, team)
    return OwnSheet(sheet, [Drawn.of(row) for row in sheet.criteria])


def _after(record: Record, team: int, added: Standing) -> list[AfterSeal]:
    """In the order of the alphabet.

    Who has words in the record keeps the number that stands beside them there; the others follow in the order of
    their first words, also of such as were taken back, so that no number moves between two visits.
    """
    counted = whose_count(record, team)
    found = {
        expert: words
        for words in added.values()
        if words.sheet.defense.project.number == team
        and (expert := words.sheet.seat.person.key) in counted
    }
    writers = dict.fromkeys([*writers_to(record, team), *found])
    numbers = {expert: number for number, expert in enumerate(writers, start=1)}
    in_order = sorted((words.text, expert) for expert, words in found.items() if words.text)
    return [
        AfterSeal(text, beside(record, expert, numbers[expert]), _day(found[expert].at))
        for text, expert in in_order
    ]


def _day(at: datetime | None) -> str:
    return day_of(at.isoformat() if at else None)


def teams_with(record: Record, person: str) -> set[int]:
    return {
        team["number"]
        for team in record["teams"]
        if person in {each["person"] for each in (*team["members"], *team["supervisors"])}
    }


def _x(share: Fraction | int) -> int:
    return MARGIN + round(share * (WIDTH - 2 * MARGIN))

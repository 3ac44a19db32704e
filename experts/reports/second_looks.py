"""Second looks as they are told: to an expert the own, to chair and secretary that all were asked, to the record when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Exists, F, OuterRef

from events.models import Event
from experts.models import Interest, LookRound, Presence, ScoreSheet, Seat, SecondLook
from experts.reports.grid import Grid
from experts.reports.record_sections import moment
from experts.scoring import ScoreTable


@dataclass(frozen=True)
class OwnLook:
    """A team whose sheet its expert is asked to look at again."""

    id: int
    defense: int
    number: int


def own_looks(event: Event, seats: Sequence[Seat]) -> tuple[OwnLook, ...]:
    """Those without an answer; none once the scoring is closed. One query."""
    if not event.is_scoring_open:
        return ()
    looks = SecondLook.objects.of_event(event).unanswered().filter(sheet__seat__in=seats)
    found = looks.order_by("sheet__defense__project__number")
    rows = found.values_list("pk", "sheet__defense", "sheet__defense__project__number")
    return tuple(OwnLook(*row) for row in rows)


@dataclass(frozen=True)
class LooksTold:
    """When the panel was asked last, and how many answers are still out: never whose, or about which team."""

    asked_at: datetime | None
    out_count: int


def looks_told(event: Event) -> LooksTold:
    """Two queries."""
    last = LookRound.objects.of_event(event).values_list("at", flat=True).last()
    out = SecondLook.objects.of_event(event).unanswered().count() if last else 0
    return LooksTold(last, out)


def tables_of(grid: Grid) -> list[ScoreTable[int, int]]:
    """What the experts gave, a table for each panel; teams are defenses."""
    whole, seats = grid.totals, defaultdict[int, list[int]](list)
    for seat in grid.scoring:
        seats[seat.panel_id].append(seat.pk)
    return [
        ScoreTable(whole.teams, panel, _of(panel, whole.totals.items())) for panel in seats.values()
    ]


def _of(
    seats: Iterable[int], totals: Iterable[tuple[tuple[int, int], Fraction]]
) -> dict[tuple[int, int], Fraction]:
    mine = set(seats)
    return {cell: total for cell, total in totals if cell[1] in mine}


def waits_for_its_round(event_id: int) -> bool:
    """Whether all sheets are in, the scoring is open, and the program has not asked yet. One query."""
    asked = LookRound.objects.filter(
        event=OuterRef("pk"), by=None, is_rehearsal=OuterRef("is_rehearsal")
    )
    open_now = Event.objects.filter(pk=event_id, scoring_closed_at=None)
    return open_now.filter(~Exists(asked), ~Exists(_missing(event_id))).exists()


def _missing(event_id: int) -> Any:
    """Seats that owe a sheet to a team of their room; a seat is there once for each."""
    cell = {"seat": OuterRef("pk"), "defense": OuterRef("defense")}
    recused = Interest.objects.recusing().filter(
        seat=OuterRef("pk"), project__defense=OuterRef("defense")
    )
    absent = Presence.objects.keeping_out().filter(
        **cell, is_rehearsal=OuterRef("panel__room__event__is_rehearsal")
    )
    done = (ScoreSheet.State.SUBMITTED, ScoreSheet.State.SET_ASIDE)
    sheets = ScoreSheet.objects.filter(**cell, state__in=done)
    seats = Seat.objects.filter(panel__room__event=event_id).scoring()
    due = seats.annotate(defense=F("panel__room__runitem__defense")).exclude(defense=None)
    return due.filter(~Exists(recused), ~Exists(absent), ~Exists(sheets)).order_by()


def looks_section(grid: Grid) -> Any:
    """Only that it was done, and when."""
    return [{"asked_at": moment(each.at)} for each in LookRound.objects.of_event(grid.event)]

"""Which sheets of paper were entered, and by whom; no points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from events.models import Event
from experts.models import PaperEntry, ScoreSheet, Seat
from experts.reports.apart import apart_of
from experts.reports.cells import CellState, Out, defenses_of
from experts.reports.grid import Grid
from experts.sheets import Assignment
from projects.models import Defense


class PaperState(models.TextChoices):
    """How far the paper of one expert about one team is; the last four are about what is no paper."""

    BLANK = "blank", _("nothing entered")
    ONCE = "once", _("entered once")
    DIFFERS = "differs", _("the two differ")
    STORED = "stored", _("stored from paper")
    CONFIRMED = "confirmed", _("paper and tablet agree")
    TABLET = "tablet", _("from the tablet")
    DRAFT = "draft", _("draft on the tablet")
    RECUSED = "recused", _("recused")
    SET_ASIDE = "set_aside", _("set aside")
    ELSEWHERE = "elsewhere", _("another room")


@dataclass(frozen=True)
class PaperGrid:
    """Every scoring seat before every defense, with the state of its paper; `waiting` is of whatever seat."""

    seats: Sequence[Seat] = ()
    defenses: Sequence[Defense] = ()
    states: Mapping[Assignment, PaperState] = field(default_factory=dict)
    waiting: Sequence[PaperEntry] = ()


def paper_grid(event: Event) -> PaperGrid:
    """Five queries."""
    seats = list(Seat.objects.of_event(event).scoring().in_order().select_related("panel"))
    defenses = list(defenses_of(event))
    entries = list(_entries(event))
    known = _Known(_by_sheet(entries), _sheets(event), apart_of(event).out)
    cells = {
        Assignment(seat.pk, each.pk): known.state(seat, each) for seat in seats for each in defenses
    }
    return PaperGrid(seats, defenses, cells, [each for each in entries if each.is_waiting])


Entries = Mapping[Assignment, Sequence[PaperEntry]]
Sheets = Mapping[Assignment, ScoreSheet]


@dataclass(frozen=True)
class _Known:
    entries: Entries
    sheets: Sheets
    out: Out

    def state(self, seat: Seat, defense: Defense) -> PaperState:
        cell = Assignment(seat.pk, defense.pk)
        why = self.out.get((seat.pk, defense.project_id))
        if seat.panel.room_id != defense.run_item.room_id:
            return PaperState.ELSEWHERE
        if why in (CellState.RECUSED, CellState.SET_ASIDE):
            return PaperState(why)
        entries = self.entries.get(cell, ())
        waiting = sum(each.is_waiting for each in entries)
        if waiting:
            return PaperState.DIFFERS if waiting > 1 else PaperState.ONCE
        return self._done(self.sheets.get(cell), entries)

    def _done(self, sheet: ScoreSheet | None, entries: Sequence[PaperEntry]) -> PaperState:
        if sheet is None:
            return PaperState.BLANK
        outcomes = {each.outcome for each in entries if _is_of_now(each, sheet)}
        if PaperEntry.Outcome.STORED in outcomes:
            return PaperState.STORED
        if PaperEntry.Outcome.CONFIRMED in outcomes:
            return PaperState.CONFIRMED
        is_draft = sheet.state == ScoreSheet.State.DRAFT
        return PaperState.DRAFT if is_draft else PaperState.TABLET


def _is_of_now(entry: PaperEntry, sheet: ScoreSheet) -> bool:
    return entry.revision is not None and entry.revision.number == sheet.revision


def _entries(event: Event) -> models.QuerySet[PaperEntry]:
    known = ("revision", "by", "seat__person", "defense__project")
    in_order = ("seat__panel__room", "seat__order", "defense__project__number", "pk")
    return PaperEntry.objects.of_event(event).select_related(*known).order_by(*in_order)


def _by_sheet(entries: Iterable[PaperEntry]) -> Entries:
    found = defaultdict(list)
    for each in entries:
        found[each.assignment].append(each)
    return found


def _sheets(event: Event) -> Sheets:
    return {each.assignment: each for each in ScoreSheet.objects.of_event(event)}


@dataclass(frozen=True)
class WaitingPaper:
    """An expert, and the teams of whose sheets a paper was entered and is not stored yet."""

    seat: int
    name: str
    numbers: tuple[int, ...]


def waiting_papers(event: Event) -> tuple[WaitingPaper, ...]:
    """In the order of the seats. One query."""
    waiting = PaperEntry.objects.waiting().of_event(event)
    found: dict[int, tuple[str, list[int]]] = {}
    columns = ("seat", "seat__person__name", "defense__project__number")
    in_order = waiting.order_by("seat__panel__room", "seat__order", "defense__project__number")
    for seat, name, number in in_order.values_list(*columns).distinct():
        found.setdefault(seat, (name, []))[1].append(number)
    return tuple(
        WaitingPaper(seat, name, tuple(numbers)) for seat, (name, numbers) in found.items()
    )


def on_paper(waiting: Iterable[WaitingPaper]) -> frozenset[tuple[int, int]]:
    """By seat and the number of the team."""
    return frozenset((each.seat, number) for each in waiting for number in each.numbers)


def still_to_give(grid: Grid, waiting: Iterable[WaitingPaper]) -> frozenset[Assignment]:
    """The sheets that are expected, are not submitted, and of which no paper waits."""
    submitted = {where for where, saved in grid.saved.items() if saved.state == CellState.SUBMITTED}
    entered = on_paper(waiting)
    cells = (
        (Assignment(seat.pk, each.pk), (seat.pk, each.project.number))
        for seat in grid.scoring
        for each in grid.defenses
    )
    due = grid.eligible - submitted
    return frozenset(where for where, pair in cells if where in due and pair not in entered)


def entered_by(assignment: Assignment) -> list[str]:
    """The two who entered the sheet as it stands from paper; nobody for one that a tablet saved. One query."""
    stored = PaperEntry.objects.of_sheet(assignment).filter(outcome=PaperEntry.Outcome.STORED)
    current = stored.filter(revision__number=F("revision__sheet__revision"))
    return [str(each.by) for each in current.select_related("by").order_by("at", "pk")]

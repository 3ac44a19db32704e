"""The pages of paper: how far every sheet is, and the one on which a sheet is entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Criterion, Event, User
from experts.models import PaperEntry, ScoreSheet, Seat, SheetRevision
from experts.pages.score_sheet import PointsField
from experts.pages.tablet import shown
from experts.reports.cells import criteria_of
from experts.reports.paper import PaperGrid, PaperState, entered_by, paper_grid
from experts.services.paper import refusal_of_paper
from experts.sheets import Assignment
from projects.models import Defense

# Which look of the grid of sheets a state has.
LOOKS: Mapping[PaperState, str] = {
    PaperState.BLANK: "not_started",
    PaperState.ONCE: "draft",
    PaperState.DIFFERS: "not_counted",
    PaperState.STORED: "submitted",
    PaperState.CONFIRMED: "submitted",
}
NO_PAPER = (PaperState.RECUSED, PaperState.SET_ASIDE, PaperState.ELSEWHERE)


@dataclass(frozen=True)
class PaperCell:
    assignment: Assignment
    number: int
    state: PaperState

    @property
    def look(self) -> str:
        return LOOKS.get(self.state, str(self.state))

    @property
    def is_open(self) -> bool:
        """Whether there may be a paper to enter."""
        return self.state not in NO_PAPER


@dataclass(frozen=True)
class PaperRow:
    seat: Seat
    cells: Sequence[PaperCell]


@dataclass(frozen=True)
class WaitingEntry:
    """What somebody entered and nobody else yet; `why` it cannot be stored as things are."""

    entry: PaperEntry
    why: str


@dataclass(frozen=True)
class PaperPage:
    defenses: Sequence[Defense]
    rows: Sequence[PaperRow]
    waiting: Sequence[WaitingEntry]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many there are of what waits for somebody, and of what is stored."""
        states = [cell.state for row in self.rows for cell in row.cells]
        told = (PaperState.ONCE, PaperState.DIFFERS, PaperState.STORED)
        return [(str(state.label), states.count(state)) for state in told if state in states]


def paper_page(event: Event) -> PaperPage:
    grid = paper_grid(event)

    def cell(seat: Seat, defense: Defense) -> PaperCell:
        where = Assignment(seat.pk, defense.pk)
        return PaperCell(where, defense.project.number, grid.states[where])

    rows = [PaperRow(seat, [cell(seat, each) for each in grid.defenses]) for seat in grid.seats]
    waiting = [WaitingEntry(each, _why_not(grid, each)) for each in grid.waiting]
    return PaperPage(grid.defenses, rows, waiting)


def _why_not(grid: PaperGrid, entry: PaperEntry) -> str:
    state = grid.states.get(entry.assignment)
    if state is None:
        return _("does not score any more")
    return str(state.label) if state in NO_PAPER else ""


@dataclass(frozen=True)
class Compared:
    """One line of a paper that two people read differently, or alike."""

    name: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine.split() != self.theirs.split()


@dataclass(frozen=True)
class PaperEntryPage:
    """One paper, for who enters it. `standing` is the number of the sheet's revision, 0 without one.

    Whoever has not entered it sees nothing that others read; `mine` and `other` are two that differ.
    """

    seat: Seat
    defense: Defense
    criteria: Sequence[Criterion]
    waiting: Sequence[PaperEntry]
    mine: PaperEntry | None
    standing: int
    stands: str
    refused: str

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.seat.pk, self.defense.pk)

    @property
    def others(self) -> list[PaperEntry]:
        return [each for each in self.waiting if each != self.mine]

    @property
    def is_open(self) -> bool:
        """Whether the reader may enter the paper, or correct what they entered."""
        return not self.refused and (self.mine is not None or len(self.waiting) < 2)

    @property
    def compared(self) -> list[Compared]:
        """Empty until the reader has entered the paper as well."""
        if self.mine is None or not self.others:
            return []
        return _compared(self.criteria, self.mine, self.others[0])

    @property
    def initial(self) -> dict[str, Any]:
        """What the reader's own entry says."""
        if self.mine is None:
            return {}
        points = {key: shown(value) for key, value in self.mine.decimals().items()}
        return {**points_by_field(points), "comment": self.mine.comment}

    @property
    def scales(self) -> list[tuple[Criterion, PointsField]]:
        return [(each, PointsField.of(each, "")) for each in self.criteria]


def points_by_field(points: Mapping[str, str]) -> dict[str, str]:
    return {f"points-{key}": text for key, text in points.items()}


def paper_entry_page(event: Event, assignment: Assignment, reader: User) -> PaperEntryPage | None:
    """None unless the seat scores the defense."""
    seats = Seat.objects.of_event(event).scoring().filter(pk=assignment.seat)
    heard = seats.filter(panel__room__runitem__defense=assignment.defense)
    seat = heard.select_related("person").first()
    if seat is None:
        return None
    defense = Defense.objects.select_related("project").get(pk=assignment.defense)
    waiting = list(PaperEntry.objects.waiting().of_sheet(assignment).select_related("by"))
    found = SheetRevision.objects.current().of_sheet(assignment).first()
    return PaperEntryPage(
        seat=seat,
        defense=defense,
        criteria=list(criteria_of(event.pk).select_related("rubric")),
        waiting=waiting,
        mine=next((each for each in waiting if each.by_id == reader.pk), None),
        standing=found.number if found else 0,
        stands=_stands(found) if found else "",
        refused=str(refusal_of_paper(event, seat, defense, found) or ""),
    )


def _stands(current: SheetRevision) -> str:
    """Where the sheet that stands came from and when, without its points."""
    at = date_format(localtime(current.saved_at), "j E, H:i")
    if names := entered_by(current.sheet.assignment):
        said = _(
            "There is a sheet already: entered from paper by %(first)s and %(second)s, %(time)s."
        )
        return said % {**dict(zip(("first", "second"), names, strict=True)), "time": at}
    if current.sheet.state == ScoreSheet.State.DRAFT:
        return _("There is a draft from the tablet already, saved %(time)s.") % {"time": at}
    return _("There is a sheet from the tablet already, saved %(time)s.") % {"time": at}


def _compared(
    criteria: Sequence[Criterion], mine: PaperEntry, theirs: PaperEntry
) -> list[Compared]:
    def said(entry: PaperEntry, key: str) -> str:
        value = entry.decimals().get(key)
        return "" if value is None else shown(value)

    lines = [
        Compared(str(each.name), said(mine, each.key), said(theirs, each.key)) for each in criteria
    ]
    return [*lines, Compared(_("Comment"), mine.comment, theirs.comment)]

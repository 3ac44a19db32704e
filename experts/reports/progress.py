from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone

from events.models import Event
from experts.models import Seat
from experts.reports.cells import CellState
from experts.reports.grid import Grid
from experts.sheets import Assignment
from projects.models import Defense

FEW_NAMES: Final = 4
LATE_AFTER: Final = timedelta(minutes=5)
DRAFTS: Final = (CellState.DRAFT, CellState.LATE_DRAFT)
OVERDUE: Final = (CellState.LATE, CellState.LATE_DRAFT)
MISSING: Final = (CellState.NOT_DUE, CellState.NOT_STARTED, *DRAFTS, CellState.LATE)
NOT_EXPECTED = (
    CellState.ELSEWHERE,
    CellState.RECUSED,
    CellState.SET_ASIDE,
    CellState.ABSENT,
    CellState.NOT_COUNTED,
)


@dataclass(frozen=True)
class ProgressColumn:
    number: int
    topic: str
    submitted_count: int
    expected_count: int


@dataclass(frozen=True)
class ProgressRow:
    """One seat with its state before every defense, in the order of the columns."""

    order: int
    name: str
    is_chair: bool
    cells: tuple[CellState, ...]
    missing: tuple[int, ...]
    overdue: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()
    not_counted: tuple[int, ...] = ()


@dataclass(frozen=True)
class Progress:
    columns: tuple[ProgressColumn, ...]
    rows: tuple[ProgressRow, ...]
    expected_count: int
    submitted_count: int
    draft_count: int

    @property
    def has_cells(self) -> bool:
        """Whether there is a panel before a team, also where everybody is recused."""
        return bool(self.rows and self.columns)

    @property
    def missing_count(self) -> int:
        return self.expected_count - self.submitted_count

    @property
    def late(self) -> tuple[ProgressRow, ...]:
        """The seats from which sheets are still missing."""
        return tuple(row for row in self.rows if row.missing)

    @property
    def late_are_few(self) -> bool:
        """Whether their names help; while nearly all are missing, the grid says it shorter."""
        return len(self.late) <= FEW_NAMES

    @property
    def overdue(self) -> tuple[ProgressRow, ...]:
        """The seats from which a sheet is missing some minutes after the defense has ended."""
        return tuple(row for row in self.rows if row.overdue)

    @property
    def absent(self) -> tuple[ProgressRow, ...]:
        """The seats that were not there for some of the teams: nothing is due from them."""
        return tuple(row for row in self.rows if row.absent)

    @property
    def not_counted(self) -> tuple[ProgressRow, ...]:
        """The seats with a sheet for a team at whose defense they were not."""
        return tuple(row for row in self.rows if row.not_counted)


def scoring_progress(
    event: Event, grid: Grid | None = None, *, at: datetime | None = None
) -> Progress:
    """How far every scoring seat is with every defense, without a single point. Four queries.

    What is late is so at this moment. Once the scoring is closed nothing is to come any more.
    """
    grid, at = grid or Grid(event), at or timezone.now()
    defenses = grid.defenses
    rows = tuple(_progress_row(seat, defenses, grid, at) for seat in grid.scoring)
    counts = [cell for row in rows for cell in row.cells]
    return Progress(
        columns=tuple(_progress_column(n, d, rows) for n, d in enumerate(defenses)),
        rows=rows,
        expected_count=len(grid.eligible),
        submitted_count=counts.count(CellState.SUBMITTED),
        draft_count=sum(cell in DRAFTS for cell in counts),
    )


def _progress_row(seat: Seat, defenses: Sequence[Defense], grid: Grid, at: datetime) -> ProgressRow:
    cells = tuple(_cell(seat, defense, grid, at) for defense in defenses)

    def numbers(*wanted: CellState) -> tuple[int, ...]:
        pairs = zip(defenses, cells, strict=True)
        return tuple(defense.project.number for defense, cell in pairs if cell in wanted)

    return ProgressRow(
        order=seat.order,
        name=seat.person.name,
        is_chair=seat.role == Seat.Role.CHAIR,
        cells=cells,
        missing=numbers(*MISSING),
        overdue=numbers(*OVERDUE),
        absent=numbers(CellState.ABSENT, CellState.NOT_COUNTED),
        not_counted=numbers(CellState.NOT_COUNTED),
    )


def _cell(seat: Seat, defense: Defense, grid: Grid, at: datetime) -> CellState:
    """Who was absent is that whatever they gave; a sheet that came all the same is told."""
    sheet = grid.saved.get(Assignment(seat.pk, defense.pk))
    state = sheet.state if sheet else None
    if grid.out.get((seat.pk, defense.project_id)) == CellState.ABSENT:
        return CellState.NOT_COUNTED if state == CellState.SUBMITTED else CellState.ABSENT
    if state == CellState.DRAFT and is_late(defense, at):
        return CellState.LATE_DRAFT
    return state or _without_sheet(seat, defense, grid, at)


def _without_sheet(seat: Seat, defense: Defense, grid: Grid, at: datetime) -> CellState:
    if Assignment(seat.pk, defense.pk) not in grid.eligible:
        same_room = seat.panel.room_id == defense.run_item.room_id
        return CellState.RECUSED if same_room else CellState.ELSEWHERE
    if is_late(defense, at):
        return CellState.LATE
    has_begun = defense.run_item.started_at is not None
    is_due = has_begun or not grid.event.is_scoring_open
    return CellState.NOT_STARTED if is_due else CellState.NOT_DUE


def is_late(defense: Defense, at: datetime) -> bool:
    """Whether the defense has ended so long ago that its sheets should be in."""
    ended_at = defense.run_item.ended_at
    return ended_at is not None and ended_at + LATE_AFTER <= at


def _progress_column(at: int, defense: Defense, rows: Sequence[ProgressRow]) -> ProgressColumn:
    cells = [row.cells[at] for row in rows]
    return ProgressColumn(
        number=defense.project.number,
        topic=str(defense.project.topic),
        submitted_count=cells.count(CellState.SUBMITTED),
        expected_count=sum(cell not in NOT_EXPECTED for cell in cells),
    )


def progress_version(event: Event, at: datetime) -> str:
    """Changes whenever the progress does: every write leaves a line of the log, and sheets become late.

    One query, so that a page that asks every few seconds costs next to nothing.
    """
    ended = Q(room__runitem__ended_at__lte=at - LATE_AFTER)
    late = Count("room__runitem", filter=ended, distinct=True)
    row = Event.objects.filter(pk=event.pk).annotate(late_count=late)
    head, late_count = row.values_list("audithead__number", "late_count").get()
    return f"{event.pk}-{head or 0}-{late_count}"

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from events.models import Event
from experts.models import Seat
from experts.reports.cells import CellState
from experts.reports.grid import Grid
from experts.sheets import Assignment
from projects.models import Defense

FEW_NAMES: Final = 4
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
    def absent(self) -> tuple[ProgressRow, ...]:
        """The seats that were not there for some of the teams: nothing is due from them."""
        return tuple(row for row in self.rows if row.absent)

    @property
    def not_counted(self) -> tuple[ProgressRow, ...]:
        """The seats with a sheet for a team at whose defense they were not."""
        return tuple(row for row in self.rows if row.not_counted)


def scoring_progress(event: Event, grid: Grid | None = None) -> Progress:
    """How far every scoring seat is with every defense, without a single point. Four queries."""
    grid = grid or Grid(event)
    defenses = grid.defenses
    rows = tuple(_progress_row(seat, defenses, grid) for seat in grid.scoring)
    counts = [cell for row in rows for cell in row.cells]
    return Progress(
        columns=tuple(_progress_column(at, d, rows) for at, d in enumerate(defenses)),
        rows=rows,
        expected_count=len(grid.eligible),
        submitted_count=counts.count(CellState.SUBMITTED),
        draft_count=counts.count(CellState.DRAFT),
    )


def _progress_row(seat: Seat, defenses: Sequence[Defense], grid: Grid) -> ProgressRow:
    cells = tuple(_cell(seat, defense, grid) for defense in defenses)

    def numbers(*wanted: CellState) -> tuple[int, ...]:
        pairs = zip(defenses, cells, strict=True)
        return tuple(defense.project.number for defense, cell in pairs if cell in wanted)

    return ProgressRow(
        order=seat.order,
        name=seat.person.name,
        is_chair=seat.role == Seat.Role.CHAIR,
        cells=cells,
        missing=numbers(CellState.NOT_STARTED, CellState.DRAFT),
        absent=numbers(CellState.ABSENT, CellState.NOT_COUNTED),
        not_counted=numbers(CellState.NOT_COUNTED),
    )


def _cell(seat: Seat, defense: Defense, grid: Grid) -> CellState:
    """Who was absent is that whatever they gave; a sheet that came all the same is told."""
    sheet = grid.saved.get(Assignment(seat.pk, defense.pk))
    state = sheet.state if sheet else None
    if grid.out.get((seat.pk, defense.project_id)) == CellState.ABSENT:
        return CellState.NOT_COUNTED if state == CellState.SUBMITTED else CellState.ABSENT
    return state or _without_sheet(seat, defense, grid.eligible)


def _without_sheet(seat: Seat, defense: Defense, eligible: frozenset[Assignment]) -> CellState:
    if Assignment(seat.pk, defense.pk) in eligible:
        return CellState.NOT_STARTED
    same_room = seat.panel.room_id == defense.run_item.room_id
    return CellState.RECUSED if same_room else CellState.ELSEWHERE


def _progress_column(at: int, defense: Defense, rows: Sequence[ProgressRow]) -> ProgressColumn:
    cells = [row.cells[at] for row in rows]
    return ProgressColumn(
        number=defense.project.number,
        topic=str(defense.project.topic),
        submitted_count=cells.count(CellState.SUBMITTED),
        expected_count=sum(cell not in NOT_EXPECTED for cell in cells),
    )

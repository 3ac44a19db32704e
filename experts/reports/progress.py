from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from events.models import Event
from experts.models import ScoreSheet, Seat
from experts.reports.cells import CellState, defenses_of, eligible_cells, recused_pairs
from experts.sheets import Assignment
from projects.models import Defense

FEW_NAMES: Final = 4


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


def scoring_progress(event: Event) -> Progress:
    """How far every scoring seat is with every defense, without a single point. Four queries."""
    defenses = list(defenses_of(event))
    seats = list(Seat.objects.of_event(event).scoring().in_order().select_related("panel"))
    eligible = eligible_cells(defenses, seats, recused_pairs(event))
    found = ScoreSheet.objects.of_event(event).values_list("seat", "defense", "state")
    states = {Assignment(seat, defense): CellState(state) for seat, defense, state in found}
    rows = tuple(_progress_row(seat, defenses, eligible, states) for seat in seats)
    counts = [cell for row in rows for cell in row.cells]
    return Progress(
        columns=tuple(_progress_column(at, d, rows) for at, d in enumerate(defenses)),
        rows=rows,
        expected_count=len(eligible),
        submitted_count=counts.count(CellState.SUBMITTED),
        draft_count=counts.count(CellState.DRAFT),
    )


def _progress_row(
    seat: Seat,
    defenses: Sequence[Defense],
    eligible: frozenset[Assignment],
    states: Mapping[Assignment, CellState],
) -> ProgressRow:
    cells = tuple(
        states.get(Assignment(seat.pk, defense.pk)) or _without_sheet(seat, defense, eligible)
        for defense in defenses
    )
    owed = (CellState.NOT_STARTED, CellState.DRAFT)
    return ProgressRow(
        order=seat.order,
        name=seat.person.name,
        is_chair=seat.role == Seat.Role.CHAIR,
        cells=cells,
        missing=tuple(d.project.number for d, c in zip(defenses, cells, strict=True) if c in owed),
    )


def _without_sheet(seat: Seat, defense: Defense, eligible: frozenset[Assignment]) -> CellState:
    if Assignment(seat.pk, defense.pk) in eligible:
        return CellState.NOT_STARTED
    same_room = seat.panel.room_id == defense.run_item.room_id
    return CellState.RECUSED if same_room else CellState.ELSEWHERE


def _progress_column(at: int, defense: Defense, rows: Sequence[ProgressRow]) -> ProgressColumn:
    cells = [row.cells[at] for row in rows]
    not_expected = (CellState.ELSEWHERE, CellState.RECUSED, CellState.SET_ASIDE)
    return ProgressColumn(
        number=defense.project.number,
        topic=str(defense.project.topic),
        submitted_count=cells.count(CellState.SUBMITTED),
        expected_count=sum(cell not in not_expected for cell in cells),
    )

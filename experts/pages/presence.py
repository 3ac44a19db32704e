"""The grid of who was at which defense, and the sheets of those who were not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from experts.models import Presence, Seat
from experts.reports.cells import CellState
from experts.reports.grid import Grid
from experts.sheets import Assignment
from projects.models import Defense


@dataclass(frozen=True)
class PresenceCell:
    cell: Assignment
    number: int
    kind: str
    has_sheet: bool
    counts_reason: str

    @property
    def label(self) -> str:
        return str(Presence.Kind(self.kind).label) if self.kind else _("there")

    @property
    def is_flagged(self) -> bool:
        """A sheet of somebody who was not there."""
        return self.has_sheet and self.kind == Presence.Kind.ABSENT


@dataclass(frozen=True)
class PresenceRow:
    seat: Seat
    cells: Sequence[PresenceCell]

    @property
    def flagged(self) -> list[PresenceCell]:
        return [cell for cell in self.cells if cell.is_flagged]


@dataclass(frozen=True)
class PresenceGrid:
    defenses: Sequence[Defense]
    rows: Sequence[PresenceRow]

    @property
    def seen(self) -> dict[str, str]:
        return {str(cell.cell): cell.kind for row in self.rows for cell in row.cells}

    @property
    def flagged(self) -> list[PresenceRow]:
        return [row for row in self.rows if row.flagged]


def presence_grid(grid: Grid) -> PresenceGrid:
    """The default room's seats that score, before its defenses. One query besides those of the grid."""
    seats = [seat for seat in grid.scoring if seat.panel.room.is_default]
    rooms = {seat.panel.room_id for seat in seats}
    defenses = [each for each in grid.defenses if each.run_item.room_id in rooms]
    noted = {(row.seat_id, row.defense_id): row for row in Presence.objects.of_event(grid.event)}
    saved = grid.saved.items()
    sheets = {cell for cell, each in saved if each.state == CellState.SUBMITTED}
    return PresenceGrid(
        defenses,
        [
            PresenceRow(seat, [_cell(seat, each, noted, sheets) for each in defenses])
            for seat in seats
        ],
    )


def _cell(
    seat: Seat,
    defense: Defense,
    noted: dict[tuple[int, int], Presence],
    sheets: set[Assignment],
) -> PresenceCell:
    row, cell = noted.get((seat.pk, defense.pk)), Assignment(seat.pk, defense.pk)
    return PresenceCell(
        cell=cell,
        number=defense.project.number,
        kind=row.kind if row else "",
        has_sheet=cell in sheets,
        counts_reason=row.counts_reason if row else "",
    )

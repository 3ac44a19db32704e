"""Whether enough of the panel took part: in the session of a room, and in the scoring of each team. It warns alone."""

from collections.abc import Container
from dataclasses import dataclass

from events.models import Room
from experts.quorum import Attendance
from experts.reports.cells import CellState
from experts.reports.grid import Grid
from experts.sheets import Assignment
from projects.models import Defense


@dataclass(frozen=True)
class RoomAttendance:
    """`taking_part` were there at one defense at least."""

    room: int
    name: str
    attendance: Attendance


@dataclass(frozen=True)
class TeamAttendance:
    """Of those who are not recused from the team, so many have a sheet that counts."""

    number: int
    attendance: Attendance


@dataclass(frozen=True)
class Quorum:
    rooms: tuple[RoomAttendance, ...]
    teams: tuple[TeamAttendance, ...]

    @property
    def lacking(self) -> tuple[TeamAttendance, ...]:
        return tuple(each for each in self.teams if not each.attendance.is_met)

    @property
    def is_met(self) -> bool:
        return not self.lacking and all(each.attendance.is_met for each in self.rooms)

    def without(self, hidden: Container[int]) -> "Quorum":
        """For who may read nothing of these teams."""
        return Quorum(self.rooms, tuple(each for each in self.teams if each.number not in hidden))


def quorum_of(grid: Grid) -> Quorum:
    """No query besides those of the grid, unless there is a room without a panel."""
    return Quorum(_rooms(grid), _teams(grid))


def _rooms(grid: Grid) -> tuple[RoomAttendance, ...]:
    found = []
    for room in sorted(_rooms_of(grid), key=lambda each: (not each.is_default, each.pk)):
        heard = [each.project_id for each in grid.defenses if each.run_item.room_id == room.pk]
        seats = [each.pk for each in grid.scoring if each.panel.room_id == room.pk]
        there = [seat for seat in seats if any((seat, each) not in grid.absent for each in heard)]
        if heard:
            attendance = Attendance(len(seats), len(there))
            found.append(RoomAttendance(room.pk, str(room.name), attendance))
    return tuple(found)


def _rooms_of(grid: Grid) -> list[Room]:
    of_panels = {each.panel.room_id: each.panel.room for each in grid.seats}
    without = {each.run_item.room_id for each in grid.defenses} - of_panels.keys()
    return [*of_panels.values(), *Room.objects.filter(pk__in=without)]


def _teams(grid: Grid) -> tuple[TeamAttendance, ...]:
    by_number = sorted(grid.defenses, key=lambda each: each.project.number)
    return tuple(TeamAttendance(each.project.number, _of_team(grid, each)) for each in by_number)


def _of_team(grid: Grid, defense: Defense) -> Attendance:
    entitled = [
        seat.pk
        for seat in grid.scoring
        if seat.panel.room_id == defense.run_item.room_id
        and grid.out.get((seat.pk, defense.project_id)) != CellState.RECUSED
    ]
    return Attendance(len(entitled), sum(_has_scored(grid, each, defense.pk) for each in entitled))


def _has_scored(grid: Grid, seat: int, defense: int) -> bool:
    cell = Assignment(seat, defense)
    saved = grid.saved.get(cell)
    return cell in grid.eligible and saved is not None and saved.counts

"""The seats of an event before its defenses, and what was given, read once for all that is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import F, FilteredRelation, Q

from events.models import Criterion, Event
from experts.models import ScoreSheet, Seat
from experts.reports.apart import Apart, apart_of
from experts.reports.cells import (
    CellState,
    Out,
    criteria_of,
    defenses_of,
    eligible_cells,
    weights_of,
)
from experts.reports.leading import Heard, Leaders, Pairs
from experts.scoring import Corrected, CriterionWeight, ScoreTable, corrected_means
from experts.sheets import Assignment, Sheet
from projects.models import Defense


@dataclass(frozen=True)
class Saved:
    """How far a sheet is, and the points of its current revision, if it has one."""

    state: CellState
    points: Mapping[str, str] | None

    @property
    def counts(self) -> bool:
        return self.state == CellState.SUBMITTED and self.points is not None

    def total(self, weights: Sequence[CriterionWeight]) -> Fraction:
        points = {key: Decimal(value) for key, value in (self.points or {}).items()}
        return Sheet(points=points, weights=weights).total


@dataclass(frozen=True)
class Grid:
    """Each thing is read when somebody asks for it, in one query, and then kept.

    Reports that stand on one page are given one grid.
    """

    event: Event

    @cached_property
    def supervised(self) -> Mapping[Defense, tuple[str, ...]]:
        """The defenses in their order, with the names of who supervises each project."""
        return defenses_of(self.event).with_supervisor_names()

    @cached_property
    def defenses(self) -> list[Defense]:
        return list(self.supervised)

    @cached_property
    def seats(self) -> list[Seat]:
        return list(
            Seat.objects.of_event(self.event).in_order().select_related("panel__room__event")
        )

    def seats_of(self, person: int) -> list[Seat]:
        """In the order of the rooms."""
        own = (seat for seat in self.seats if seat.person_id == person)
        return sorted(own, key=lambda seat: seat.panel.room_id)

    @cached_property
    def scoring(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_scoring]

    @cached_property
    def apart(self) -> Apart:
        return apart_of(self.event)

    @property
    def out(self) -> Out:
        return self.apart.out

    @property
    def absent(self) -> Pairs:
        return self.apart.absent

    @cached_property
    def leaders(self) -> Leaders:
        rooms = ((each.run_item.room_id, each.project_id) for each in self.defenses)
        return Leaders(tuple(self.seats), self.apart.tied, Heard.of(rooms, self.absent))

    @cached_property
    def eligible(self) -> frozenset[Assignment]:
        return eligible_cells(self.defenses, self.scoring, self.out)

    @cached_property
    def criteria(self) -> list[Criterion]:
        return list(criteria_of(self.event.pk))

    @cached_property
    def weights(self) -> list[CriterionWeight]:
        return weights_of(self.criteria)

    @cached_property
    def totals(self) -> ScoreTable[int, int]:
        """What the experts who score gave, by defense and seat: each expected sheet that is submitted."""
        found = ((cell, self.saved.get(cell)) for cell in self.eligible)
        totals = {
            (cell.defense, cell.seat): sheet.total(self.weights)
            for cell, sheet in found
            if sheet and sheet.counts
        }
        return ScoreTable(
            [each.pk for each in self.defenses], [each.pk for each in self.scoring], totals
        )

    @cached_property
    def corrected(self) -> Corrected[int, int]:
        return corrected_means(self.totals)

    @cached_property
    def saved(self) -> Mapping[Assignment, Saved]:
        """What there is of every sheet of the event."""
        is_current = Q(sheetrevision__number=F("revision"))
        current = FilteredRelation("sheetrevision", condition=is_current)
        sheets = ScoreSheet.objects.of_event(self.event).annotate(current=current).order_by()
        rows = sheets.values_list("seat", "defense", "state", "current__points")
        return {
            Assignment(seat, defense): Saved(CellState(state), points)
            for seat, defense, state, points in rows
        }

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db.models import Count

from experts.models import Seat, SheetRevision
from experts.reports.apart import apart_from_seat
from experts.reports.cells import CellState, Out, Sheets, sheets_of_seat
from experts.sheets import Assignment, Sheet
from projects.models import Defense


@dataclass(frozen=True)
class MyDefense:
    """One team on an expert's tablet: their own state and their own points, nobody else's."""

    id: int
    number: int
    topic: str
    supervisors: tuple[str, ...]
    member_count: int | None
    state: CellState
    sheet: Sheet | None
    is_scoring_open: bool
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_on_stage(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def is_recused(self) -> bool:
        return self.state in (CellState.RECUSED, CellState.SET_ASIDE)

    @property
    def is_submitted(self) -> bool:
        return self.state == CellState.SUBMITTED

    @property
    def is_owed(self) -> bool:
        return self.is_scoring_open and self.state in (CellState.NOT_STARTED, CellState.DRAFT)

    def unseen(self) -> Self:
        """The team without what was given, for a card that may not see it."""
        return self if self.is_recused else replace(self, state=CellState.NOT_STARTED, sheet=None)


def my_defenses(seat: Seat) -> tuple[MyDefense, ...]:
    """The defenses of the seat's room in running order, with this seat's own sheets. Five queries."""
    room_id = seat.panel.room_id
    defenses = (
        Defense.objects.filter(run_item__room=room_id)
        .in_running_order()
        .select_related("project__event")
        .with_supervisors()
        .annotate(member_count=Count("project__teammember"))
    )
    out, sheets = apart_from_seat(seat).out, sheets_of_seat(seat)
    return tuple(_my_defense(defense, seat, out, sheets) for defense in defenses)


def _my_defense(defense: Defense, seat: Seat, out: Out, sheets: Sheets) -> MyDefense:
    sheet = sheets.get(Assignment(seat.pk, defense.pk))
    why = out.get((seat.pk, defense.project_id))
    state = CellState(sheet.state) if sheet else why or CellState.NOT_STARTED
    return MyDefense(
        id=defense.pk,
        number=defense.project.number,
        topic=str(defense.project.topic),
        supervisors=defense.project.supervisor_names,
        member_count=getattr(defense, "member_count", 0) or None,
        state=CellState.RECUSED if why == CellState.RECUSED else state,
        sheet=sheet,
        is_scoring_open=defense.project.event.is_scoring_open,
        started_at=defense.run_item.started_at,
        ended_at=defense.run_item.ended_at,
    )


def submitted_before(assignment: Assignment, sheet: Sheet) -> Sheet | None:
    """The sheet as it was submitted before its last change; None if it had not been."""
    revisions = SheetRevision.objects.filter(
        sheet__seat=assignment.seat, sheet__defense=assignment.defense, is_final=True
    )
    earlier = revisions.filter(number=sheet.rev - 1).select_related("sheet").first()
    return earlier.as_sheet(sheet.weights) if earlier else None


@dataclass(frozen=True)
class OnStage:
    """The team that is on stage, by its defense and its number."""

    defense: int
    number: int


def on_stage_for(person_id: int) -> OnStage | None:
    """What is on stage in a room whose panel this person sits on. One query."""
    seated = Defense.objects.filter(run_item__room__panel__seat__person=person_id)
    begun = seated.exclude(run_item__started_at=None).filter(run_item__ended_at=None)
    found = begun.order_by("run_item__room").values_list("pk", "project__number").first()
    return OnStage(*found) if found else None

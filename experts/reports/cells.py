"""What the reports share: cells of the table, and which of them expect a sheet."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Criterion, Event
from experts.models import Interest, Seat, SheetRevision
from experts.models.sheets import SheetRevisionQuerySet
from experts.scoring import CriterionWeight
from experts.sheets import Assignment, Sheet
from projects.models import Defense
from projects.models.defense import DefenseQuerySet


class CellState(models.TextChoices):
    """Recused, not started and given are three different things; none of them is a zero."""

    ELSEWHERE = "elsewhere", _("another room")
    RECUSED = "recused", _("recused")
    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    SET_ASIDE = "set_aside", _("set aside")


Sheets = Mapping[Assignment, Sheet]


def defenses_of(event: Event) -> DefenseQuerySet:
    return Defense.objects.of_event(event).in_running_order()


def recused_pairs(event: Event) -> set[tuple[int, int]]:
    """Pairs of seat and project."""
    found = Interest.objects.of_event(event).recusing().values_list("seat", "project")
    return set(found)


def eligible_cells(
    defenses: Iterable[Defense], seats: Iterable[Seat], recused: set[tuple[int, int]]
) -> frozenset[Assignment]:
    """From which seats before which defenses a sheet is expected."""
    by_room: dict[int, list[int]] = {}
    for seat in seats:
        by_room.setdefault(seat.panel.room_id, []).append(seat.pk)
    return frozenset(
        Assignment(seat, defense.pk)
        for defense in defenses
        for seat in by_room.get(defense.run_item.room_id, ())
        if (seat, defense.project_id) not in recused
    )


def sheets_of_event(event: Event, *, state: str) -> Sheets:
    revisions = SheetRevision.objects.of_event(event).filter(sheet__state=state)
    return _saved(revisions, weights_of(_criteria(event.pk)))


def sheets_of_seat(seat: Seat) -> Sheets:
    revisions = SheetRevision.objects.filter(sheet__seat=seat)
    return _saved(revisions, weights_of(_criteria(seat.person.event_id)))


def _saved(revisions: SheetRevisionQuerySet, weights: Sequence[CriterionWeight]) -> Sheets:
    """The current revisions among these."""
    current = revisions.current().select_related("sheet").defer("answer")
    return {each.sheet.assignment: each.as_sheet(weights) for each in current}


def weights_of(criteria: Iterable[Criterion]) -> list[CriterionWeight]:
    return [CriterionWeight(each.key, each.weight, each.maximum) for each in criteria]


def _criteria(event_id: int) -> models.QuerySet[Criterion]:
    return Criterion.objects.filter(rubric__event=event_id).order_by("order")

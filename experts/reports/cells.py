"""What the reports share: cells of the table, and which of them expect a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Criterion, Event
from experts.models import Interest, Seat, SheetRevision
from experts.models.sheets import SheetRevisionQuerySet
from experts.scoring import CriterionWeight, sheet_total
from projects.models import Defense


class CellState(models.TextChoices):
    """Recused, not started and given are three different things; none of them is a zero."""

    ELSEWHERE = "elsewhere", _("another room")
    RECUSED = "recused", _("recused")
    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    SET_ASIDE = "set_aside", _("set aside")


@dataclass(frozen=True)
class SavedSheet:
    """A sheet's state with its current points; `total` counts the given criteria, out of `out_of`."""

    state: str
    revision: int
    points: Mapping[str, Decimal]
    comment: str
    saved_at: datetime
    total: Decimal
    out_of: Decimal


SavedSheets = Mapping[tuple[int, int], SavedSheet]


def defenses_of(event: Event) -> models.QuerySet[Defense]:
    return Defense.objects.of_event(event).in_running_order()


def recused_pairs(event: Event) -> set[tuple[int, int]]:
    """Pairs of seat and project."""
    found = Interest.objects.of_event(event).recusing().values_list("seat", "project")
    return set(found)


def eligible_pairs(
    defenses: Iterable[Defense], seats: Iterable[Seat], recused: set[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Pairs of defense and seat from which a sheet is expected."""
    by_room: dict[int, list[int]] = {}
    for seat in seats:
        by_room.setdefault(seat.panel.room_id, []).append(seat.pk)
    return frozenset(
        (defense.pk, seat)
        for defense in defenses
        for seat in by_room.get(defense.run_item.room_id, ())
        if (seat, defense.project_id) not in recused
    )


def sheets_of_event(event: Event, *, state: str) -> SavedSheets:
    revisions = SheetRevision.objects.of_event(event).filter(sheet__state=state)
    return _saved(revisions, weights_of(event.pk))


def sheets_of_seat(seat: Seat) -> SavedSheets:
    criteria = weights_of(seat.person.event_id)
    return _saved(SheetRevision.objects.filter(sheet__seat=seat), criteria)


def _saved(revisions: SheetRevisionQuerySet, criteria: Sequence[CriterionWeight]) -> SavedSheets:
    """The current revisions among these, by seat and defense."""
    current = revisions.current().select_related("sheet").defer("answer")
    return {
        (each.sheet.seat_id, each.sheet.defense_id): _saved_sheet(each, criteria)
        for each in current
    }


def _saved_sheet(revision: SheetRevision, criteria: Sequence[CriterionWeight]) -> SavedSheet:
    points = revision.decimals()
    given = [criterion for criterion in criteria if criterion.key in points]
    return SavedSheet(
        state=revision.sheet.state,
        revision=revision.number,
        points=points,
        comment=revision.comment,
        saved_at=revision.saved_at,
        total=sheet_total(points, given),
        out_of=sum((criterion.weight for criterion in given), Decimal(0)),
    )


def weights_of(event_id: int) -> list[CriterionWeight]:
    found = Criterion.objects.filter(rubric__event=event_id).order_by("order")
    return [CriterionWeight(each.key, each.weight, each.maximum) for each in found]

"""The warm-up sheet: the event's real criteria before a made-up sample, until the first defense begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from events.models import Criterion, Event, RunItem
from experts.errors import WarmUpIsOver
from experts.models import ScoreSheet, Seat, WarmUp
from experts.services.steps_of_a_save import check_points
from experts.sheets import plain


def is_warm_up_open(seat: Seat, event: Event) -> bool:
    """Before the first defense and the expert's own first points; a rehearsal has none. Two queries at most."""
    if event.is_rehearsal or not event.is_scoring_open:
        return False
    begun = RunItem.objects.filter(
        room__event=event, kind=RunItem.Kind.DEFENSE, started_at__isnull=False
    )
    return not (begun.exists() or ScoreSheet.objects.filter(seat=seat).exists())


@transaction.atomic
def save_warm_up(
    seat_id: int,
    *,
    op_id: UUID,
    points: Mapping[str, Decimal],
    criteria: Sequence[Criterion],
    at: datetime,
) -> WarmUp:
    """Store what was given, once for an operation. Locks the seat.

    Raises WarmUpIsOver, SheetInvalid, PointsMissing.
    """
    locked = Seat.objects.filter(pk=seat_id).select_for_update(of=("self",), no_key=True)
    seat = locked.select_related("person__event").get()
    earlier = WarmUp.objects.filter(seat=seat).first()
    if earlier is not None and earlier.op_id == op_id:
        return earlier
    if not is_warm_up_open(seat, seat.person.event):
        raise WarmUpIsOver
    check_points(points, criteria)
    saved, _is_new = WarmUp.objects.update_or_create(
        seat=seat,
        defaults={
            "op_id": op_id,
            "points": {key: plain(value) for key, value in points.items()},
            "saved_at": at,
        },
    )
    return saved

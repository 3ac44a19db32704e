from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from experts.models import Call


@dataclass(frozen=True)
class CallLine:
    """One open call as whoever runs the scoring reads it."""

    id: int
    name: str
    number: int | None
    reason: str
    text: str
    at: datetime
    is_seen: bool
    asks_to_reopen: bool


def open_calls(event: Event) -> Sequence[CallLine]:
    """The oldest first. One query."""
    rows = Call.objects.of_event(event).open().select_related("seat__person", "defense__project")
    return [
        CallLine(
            id=row.pk,
            name=row.seat.person.name,
            number=row.defense.project.number if row.defense else None,
            reason=str(row.get_reason_display()),
            text=row.text,
            at=row.at,
            is_seen=row.seen_at is not None,
            asks_to_reopen=row.reason == Call.Reason.REOPEN,
        )
        for row in rows.order_by("at", "pk")
    ]

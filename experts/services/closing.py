"""The common lock of all score sheets of an event, and its reopening.

Both hold every seat of the event, so no save is under way when they commit: what was saved before is
in, and what comes after is refused. Seats before the event, as the first points lock them.
"""

import logging
from datetime import UTC, datetime

from django.db import transaction

from events.covered import lines_of
from events.errors import EventIsOver
from events.models import AuditEntry, Event, User
from events.models.audit import stamp
from experts.models import ScoreSheet, Seat
from experts.services.reasons import checked_reason
from experts.services.sealed import refuse_if_sealed, withdraw_unsealed, withdraw_window

logger = logging.getLogger(__name__)


@transaction.atomic
def close_scoring(event_id: int, *, actor: User | str, at: datetime) -> Event:
    """Refuse every further revision of the event's sheets. Closing twice is closing once."""
    event = held_event(event_id)
    if event.is_scoring_open:
        _set_closed_at(event, at)
        submitted = ScoreSheet.objects.of_event(event).submitted().count()
        details: dict[str, object] = {
            "submitted": submitted,
            "closed_at": stamp(at.astimezone(UTC)),
        }
        details |= lines_of(event)
        AuditEntry.write(event, actor, "scoring.closed", event, details)
        logger.info("Scoring closed", extra={"event": event.pk})
    return event


@transaction.atomic
def reopen_scoring(event_id: int, *, reason: str, actor: User | str, at: datetime) -> Event:
    """Take revisions again; while they are taken already nothing happens.

    A protocol that waits for a seal is withdrawn with the same reason, and so is a provisional result. Raises ReasonMissing
    or ReasonRefused, ProtocolIsSealed, and EventIsOver for an event that is closed or archived.
    """
    reason = checked_reason(reason)
    event = held_event(event_id)
    if event.is_over:
        raise EventIsOver
    if not event.is_scoring_open:
        refuse_if_sealed(event)
        withdraw_unsealed(event, reason=reason, actor=actor, at=at)
        withdraw_window(event, actor=actor, at=at)
        _set_closed_at(event, None)
        details = {"reason": reason, "reopened_at": at.isoformat(), **lines_of(event)}
        AuditEntry.write(event, actor, "scoring.reopened", event, details)
        logger.info("Scoring reopened", extra={"event": event.pk})
    return event


def held_event(event_id: int) -> Event:
    """The event with all its seats locked: no save of a sheet is under way until the transaction ends."""
    seats = Seat.objects.filter(panel__room__event=event_id).order_by("pk")
    list(seats.select_for_update(of=("self",), no_key=True))
    return Event.objects.held(event_id)


def _set_closed_at(event: Event, at: datetime | None) -> None:
    event.scoring_closed_at = at
    event.save(update_fields=["scoring_closed_at"])

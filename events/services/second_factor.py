"""Whether an event demands a second factor of those who answer for it, whatever its server does."""

from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User


@transaction.atomic
def demand_second_factor(event_id: int, *, is_demanded: bool, actor: User, at: datetime) -> Event:
    """Demanding it twice leaves the day of the first time."""
    event = Event.objects.held(event_id)
    if is_demanded == (event.second_factor_since is not None):
        return event
    event.second_factor_since = at if is_demanded else None
    event.save(update_fields=["second_factor_since"])
    details = {"demanded": "yes" if is_demanded else "no", **lines_of(event)}
    AuditEntry.write(event, actor, "event.second_factor", event, details)
    return event

"""Whether an event asks its experts for a declaration before their first points."""

from django.db import transaction

from events.covered import lines_of
from events.errors import AskedBeforeClose
from events.models import AuditEntry, Event, User


@transaction.atomic
def ask_declaration(event_id: int, *, is_asked: bool, actor: User) -> Event:
    """What was declared stays when it is asked no longer. Raises AskedBeforeClose while the scoring is closed."""
    event = Event.objects.held(event_id)
    if is_asked == event.asks_declaration:
        return event
    if not event.is_scoring_open:
        raise AskedBeforeClose
    event.asks_declaration = is_asked
    event.save(update_fields=["asks_declaration"])
    details = {"demanded": "yes" if is_asked else "no", **lines_of(event)}
    AuditEntry.write(event, actor, "declaration.asked", event, details)
    return event

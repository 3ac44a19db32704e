"""What guests and teams may read of the decision: told of a sealed protocol alone, and never of a rehearsal."""

from collections.abc import Collection

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from experts.errors import NothingSealed, PublishedAlone, PublishingMoved
from experts.models import Protocol
from experts.reports.published import STANDS_ON


@transaction.atomic
def publish(event_id: int, things: Collection[str], *, seen: Collection[str], actor: User) -> Event:
    """From now on these are public of the decision and no others; what is public of the day stays.

    `seen` is what was public to whoever chose. Raises PublishingMoved; NothingSealed, also in a rehearsal; PublishedAlone.
    """
    event = Event.objects.held(event_id)
    chosen = [str(thing) for thing in STANDS_ON if thing in things]
    if chosen == event.published_of_the_decision:
        return event
    check_published(event, chosen, seen)
    event.published = [*event.published_of_the_day, *chosen]
    event.save(update_fields=["published"])
    details = {"shown": ", ".join(chosen), **lines_of(event)}
    AuditEntry.write(event, actor, "event.published", event, details)
    return event


def check_published(event: Event, chosen: Collection[str], seen: Collection[str]) -> None:
    """Raises PublishingMoved, NothingSealed and PublishedAlone."""
    if set(seen) != set(event.published_of_the_decision):
        raise PublishingMoved
    if chosen and (event.is_rehearsal or not Protocol.objects.is_sealed(event)):
        raise NothingSealed
    for thing, ground in STANDS_ON.items():
        if thing in chosen and ground is not None and ground not in chosen:
            raise PublishedAlone(thing, ground)

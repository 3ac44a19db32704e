"""What the panel does after the close: only then, and by whom of it."""

from events.models import Event, User
from events.models.audit import Actor
from experts.deliberation_errors import ScoringIsOpen
from experts.errors import ProtocolIsSealed
from experts.models import Protocol, Seat
from experts.services.closing import held_event

Who = User | Seat | str


def held_closed(event_id: int) -> Event:
    """The event with all its seats locked, so that nobody becomes recused meanwhile. Raises what `closed` raises."""
    return closed(held_event(event_id))


def closed(event: Event) -> Event:
    """The same event, if the panel may still decide. Raises ScoringIsOpen, ProtocolIsSealed."""
    if event.is_scoring_open:
        raise ScoringIsOpen
    if Protocol.objects.of_event(event).sealed().exists():
        raise ProtocolIsSealed
    return event


def actor_of(who: Who) -> Actor:
    """For the log: a seat is the person who sits there."""
    return who.person if isinstance(who, Seat) else who

"""What the panel does after the close: only then, and by whom of it."""

from events.models import Event, User
from experts.errors import ScoringIsOpen
from experts.models import Seat
from experts.services.closing import held_event
from experts.services.sealed import refuse_if_sealed

Who = User | Seat | str


def held_closed(event_id: int) -> Event:
    """The event with all its seats locked, so that nobody becomes recused meanwhile. Raises ScoringIsOpen, ProtocolIsSealed."""
    return closed(held_event(event_id))


def closed(event: Event) -> Event:
    """The same event, if its scoring is closed. Raises ScoringIsOpen, ProtocolIsSealed."""
    if event.is_scoring_open:
        raise ScoringIsOpen
    refuse_if_sealed(event)
    return event

"""What a sealed protocol refuses, and the withdrawal of a version that is not sealed yet."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn

from events.covered import lines_of
from events.models import AuditEntry, Event, Person, User
from experts.errors import ProtocolIsSealed, ResultStands
from experts.models import Protocol, QueryWindow, Seat

Actor = User | Person | Seat | str


def refuse_if_sealed(event: Event) -> None:
    """Raises ProtocolIsSealed. Ask with the event or one of its seats locked."""
    if Protocol.objects.is_sealed(event):
        raise ProtocolIsSealed


def refuse_what_stands(event: Event, ties: Collection[tuple[int, int, str]] = ()) -> NoReturn:
    """While the scoring is closed. Raises ResultStands, or ProtocolIsSealed, which no reopening helps."""
    if Protocol.objects.is_sealed(event):
        raise ProtocolIsSealed(ties)
    raise ResultStands(ties)


def withdraw_unsealed(event: Event, *, reason: str, actor: Actor, at: datetime) -> None:
    """The version that waits for its seals, if one does. Within the transaction of who holds the event."""
    protocol = Protocol.objects.of_event(event).unsealed().select_for_update().first()
    if protocol is None:
        return
    protocol.state = Protocol.State.WITHDRAWN
    protocol.withdrawn_at, protocol.withdrawn_reason = at, reason
    protocol.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    details = {"number": protocol.number, "reason": reason, **lines_of(protocol)}
    AuditEntry.write(event, actor_of(actor), "protocol.withdrawn", protocol, details)


def withdraw_window(event: Event, *, actor: Actor, at: datetime) -> None:
    """The provisional result that teams were shown, since its figures may change."""
    window = QueryWindow.objects.of_event(event).standing().first()
    if window is None:
        return
    window.withdrawn_at = at
    window.save(update_fields=["withdrawn_at"])
    AuditEntry.write(event, actor_of(actor), "queries.withdrawn", window, lines_of(window))


def actor_of(actor: Actor) -> Any:
    """Who a line of the log names: a seat acts as its person."""
    return actor.person if isinstance(actor, Seat) else actor

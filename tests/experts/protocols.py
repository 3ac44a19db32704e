"""Protocols as rows, for tests of what the database holds of them."""

from events.models import Event
from experts.models import Annex, Protocol, ProtocolSeal, Seat
from tests.factories import DAY, UserFactory


def prepared(event: Event, number: int = 1, **fields) -> Protocol:
    """The event's scoring is closed."""
    return Protocol.objects.create(
        event=event,
        is_rehearsal=event.is_rehearsal,
        number=number,
        record="{}",
        sha256="a" * 64,
        audit_number=1,
        audit_link="b" * 64,
        prepared_at=DAY,
        prepared_by=UserFactory(),
        **fields,
    )


def sealed_by(protocol: Protocol, seat: Seat) -> Protocol:
    """By the seat and an account, on two devices."""
    half = {"state": Protocol.State.HALF_SEALED}
    ProtocolSeal.objects.create(protocol=protocol, part="chair", seat=seat, device="c" * 64, at=DAY)
    Protocol.objects.filter(pk=protocol.pk).update(**half)
    ProtocolSeal.objects.create(
        protocol=protocol, part="secretary", user=UserFactory(), device="d" * 64, at=DAY
    )
    Protocol.objects.filter(pk=protocol.pk).update(state=Protocol.State.SEALED, sealed_at=DAY)
    protocol.refresh_from_db()
    return protocol


def withdrawn(protocol: Protocol) -> Protocol:
    said = {"state": Protocol.State.WITHDRAWN, "withdrawn_at": DAY, "withdrawn_reason": "No."}
    Protocol.objects.filter(pk=protocol.pk).update(**said)
    protocol.refresh_from_db()
    return protocol


def two_protocols_with_annexes(event: Event, seat: Seat) -> Protocol:
    """The first withdrawn, the second sealed and with two annexes."""
    protocol = sealed_by(prepared(event, 2, replaces=withdrawn(prepared(event))), seat)
    for number in (1, 2):
        Annex.objects.create(
            protocol=protocol, number=number, reason="So.", text="So.", at=DAY, by=UserFactory()
        )
    return protocol

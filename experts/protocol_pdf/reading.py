"""A protocol's row as its papers read it: the sealed text, and what the row says beside it."""

import json
from typing import Any

from experts.models import Protocol
from experts.protocol_pdf.minutes import Seal, Stamp


def record_in(protocol: Protocol) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(protocol.record)
    return record


def stamp_of(protocol: Protocol) -> Stamp:
    """As it is in the database now: two queries."""
    now = Protocol.objects.get(pk=protocol.pk)
    seals = now.seals.select_related("seat__person", "user") if now.is_sealed else ()
    return Stamp(
        number=now.number,
        sha256=now.sha256,
        is_sealed=now.is_sealed,
        replaces=now.replaces.number if now.replaces else None,
        seals=tuple(Seal(each.part, each.who, each.at.isoformat()) for each in seals),
    )

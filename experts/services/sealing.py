"""From a record to a sealed protocol: prepared by the secretary, sealed by two, withdrawn until both have.

Each holds all seats and the event as a close does, so that nothing the record tells moves meanwhile.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, AuditHead, Event, Person, User
from experts.errors import (
    NotReadyToSeal,
    NotSealedYet,
    NotYoursToSeal,
    OnePersonSeals,
    OperationReused,
    ProtocolIsSealed,
    ProtocolMovedOn,
    ProtocolStands,
    ReasonRefused,
    RecordChanged,
)
from experts.models import Annex, Protocol, ProtocolSeal, Seat
from experts.reports.deliberation import deliberation
from experts.reports.grid import Grid
from experts.reports.record import (
    canonical,
    changed_sections,
    hash_of_record,
    label_of,
    record_of,
    why_deputy_seals,
)
from experts.reports.sealing import readiness, seats_that_seal, told_with
from experts.services.closing import held_event
from experts.services.reasons import checked_reason
from experts.services.sealed import Actor, actor_of, refuse_if_sealed, withdraw_unsealed
from experts.validators import annex_text

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Signer:
    """Who seals, and the mark of the device: a seat for the chair, an account for the secretary."""

    who: Seat | User
    device: str

    @property
    def part(self) -> ProtocolSeal.Part:
        is_chair = isinstance(self.who, Seat)
        return ProtocolSeal.Part.CHAIR if is_chair else ProtocolSeal.Part.SECRETARY

    def is_of(self, seal: ProtocolSeal) -> bool:
        theirs: Seat | User | None = seal.seat if isinstance(self.who, Seat) else seal.user
        return theirs == self.who


@transaction.atomic
def prepare_protocol(
    event_id: int, *, actor: User, at: datetime, deputy_reason: str = ""
) -> Protocol:
    """Freeze the record as the next version; twice by one account with nothing changed is once.

    `deputy_reason` says why a deputy may seal it for the chair; the record tells it.
    Raises ReasonRefused, ProtocolIsSealed, ProtocolStands, NotReadyToSeal.
    """
    instead = {"deputy_seals": checked_reason(deputy_reason)} if deputy_reason.strip() else {}
    event = held_event(event_id)
    refuse_if_sealed(event)
    before = Protocol.objects.of_event(event).order_by("number").last()
    grid = Grid(event)
    if before and before.state != Protocol.State.WITHDRAWN:
        is_again = before.state == Protocol.State.PREPARED and before.prepared_by == actor
        if is_again and not changed_sections(before.record, record_of(event, at, grid)):
            return before
        raise ProtocolStands(before.number)
    _refuse_unready(grid, at)
    head = AuditHead.locked(event.pk)  # no line is written until this one
    text = canonical({**record_of(event, at, grid), **instead})
    protocol = Protocol.objects.create(
        event=event,
        is_rehearsal=event.is_rehearsal,
        number=before.number + 1 if before else 1,
        record=text,
        sha256=hash_of_record(text),
        audit_number=head.number,
        audit_link=head.link,
        prepared_at=at,
        prepared_by=actor,
        replaces=before,
    )
    _write(protocol, actor, "protocol.prepared", protocol, **instead)
    return protocol


@transaction.atomic
def seal_protocol(event_id: int, sha256: str, *, signer: Signer, at: datetime) -> Protocol:
    """One seal of the version whose hash was read; with the second it is sealed. Once more is once.

    Raises ProtocolMovedOn, NotYoursToSeal, OnePersonSeals, NotReadyToSeal, RecordChanged.
    """
    event = held_event(event_id)
    protocol = _held_version(event, sha256)
    seals = {ProtocolSeal.Part(each.part): each for each in protocol.seals.all()}
    own = seals.pop(signer.part, None)
    if own is not None:
        if signer.is_of(own):
            return protocol
        raise OnePersonSeals
    if protocol.is_sealed:
        raise ProtocolMovedOn
    grid = Grid(event)
    sealing = seats_that_seal(grid, why_deputy_seals(protocol.record))
    _refuse_signer(sealing, signer, *seals.values())
    _refuse_unready(grid, at, signer)
    if names := changed_sections(protocol.record, record_of(event, at, grid)):
        raise RecordChanged([label_of(name) for name in names])
    return _put_seal(protocol, signer, at)


@transaction.atomic
def withdraw_protocol(
    event_id: int, sha256: str, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Step back from a version that waits for a seal; the next one says which it replaces.

    Raises ReasonMissing, ReasonRefused, ProtocolMovedOn, ProtocolIsSealed.
    """
    reason = checked_reason(reason)
    event = held_event(event_id)
    if _held_version(event, sha256).is_sealed:
        raise ProtocolIsSealed
    withdraw_unsealed(event, reason=reason, actor=actor, at=at)


@transaction.atomic
def add_annex(
    event_id: int, *, reason: str, text: str, actor: User, at: datetime, op_id: UUID | None = None
) -> Annex:
    """What was found after the seal; of a form that comes twice, once.

    Raises NotSealedYet, ReasonMissing, ReasonRefused, and OperationReused for other words of the same form.
    """
    reason, words = checked_reason(reason), " ".join(text.split())
    event = held_event(event_id)
    protocol = Protocol.objects.of_event(event).sealed().first()
    if protocol is None:
        raise NotSealedYet
    if flaw := annex_text.flaw(words):
        raise ReasonRefused(flaw)
    if op_id and (known := Annex.objects.filter(by=actor, op_id=op_id).first()):
        if (known.protocol_id, known.reason, known.text) == (protocol.pk, reason, words):
            return known
        raise OperationReused
    number = protocol.annexes.count() + 1
    annex = Annex.objects.create(
        protocol=protocol, number=number, reason=reason, text=words, at=at, by=actor, op_id=op_id
    )
    details = {"number": number, "reason": reason, **lines_of(annex)}
    AuditEntry.write(event, actor, "protocol.annexed", annex, details)
    return annex


def _held_version(event: Event, sha256: str) -> Protocol:
    versions = Protocol.objects.of_event(event).standing().select_for_update()
    protocol = versions.filter(sha256=sha256).first()
    if protocol is None:
        raise ProtocolMovedOn
    return protocol


def _refuse_unready(grid: Grid, at: datetime, signer: Signer | None = None) -> None:
    """A chair with a tie reads in the refusal of no team what is left."""
    gaps = readiness(grid.event, at, grid).hindrances
    if not gaps:
        return
    seat = signer.who if signer and isinstance(signer.who, Seat) else None
    hidden: Collection[int] = ()
    if seat and not grid.event.is_scoring_open:
        hidden = deliberation(grid).hidden_from(seat.person_id)
    raise NotReadyToSeal(told_with(gaps, hidden))


def _refuse_signer(sealing: Sequence[Seat], signer: Signer, *others: ProtocolSeal) -> None:
    if isinstance(signer.who, Seat) and signer.who not in sealing:
        raise NotYoursToSeal
    for other in others:
        if signer.device == other.device or _is_one_person(signer, other):
            raise OnePersonSeals


def _is_one_person(signer: Signer, other: ProtocolSeal) -> bool:
    """By the name of the account: an account and a seat know nothing else of each other."""
    seat = signer.who if isinstance(signer.who, Seat) else other.seat
    user = other.user if isinstance(signer.who, Seat) else signer.who
    if seat is None or not isinstance(user, User):
        return False
    named = _words(user.get_full_name())
    return bool(named) and named in _names_of(seat.person)


def _names_of(person: Person) -> list[frozenset[str]]:
    return [_words(name) for name in (person.name, *person.printed_names.values())]


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split())


def _put_seal(protocol: Protocol, signer: Signer, at: datetime) -> Protocol:
    seal = ProtocolSeal.objects.create(
        protocol=protocol,
        part=signer.part,
        seat=signer.who if isinstance(signer.who, Seat) else None,
        user=signer.who if isinstance(signer.who, User) else None,
        device=signer.device,
        at=at,
    )
    if protocol.seals.count() == len(ProtocolSeal.Part):
        protocol.state, protocol.sealed_at = Protocol.State.SEALED, at
    else:
        protocol.state = Protocol.State.HALF_SEALED
    protocol.save(update_fields=["state", "sealed_at"])
    verb = "protocol.sealed" if protocol.is_sealed else "protocol.half_sealed"
    _write(protocol, signer.who, verb, protocol, seal)
    return protocol


def _write(
    protocol: Protocol, actor: Actor, verb: str, *rows: Protocol | ProtocolSeal, **more: str
) -> None:
    details = {"number": protocol.number, "sha256": protocol.sha256, **more, **lines_of(*rows)}
    AuditEntry.write(protocol.event, actor_of(actor), verb, protocol, details)
    logger.info(
        "Protocol moved", extra={"event": protocol.event_id, "outcome": str(protocol.state)}
    )

"""Calls of experts to the secretary: made once however often they are sent, seen, and done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from events.models import AuditEntry, Event, Pass, User
from events.texts import one_line
from experts.access import seats_of
from experts.errors import CallRefused, OperationReused, SheetNotFound, TooManyCalls
from experts.models import Call, Seat
from experts.models.panel import SeatQuerySet
from experts.validators import call_text

MOST_OPEN: Final = 5


@dataclass(frozen=True)
class Asked:
    """What a tablet asks for, once."""

    op_id: UUID
    reason: Call.Reason
    defense: int | None = None
    text: str = ""


def make_call(asked: Asked, *, held: Pass, at: datetime) -> tuple[Call, bool]:
    """The call, and whether it is new.

    Locks the seat. Raises SheetNotFound without a seat that hears the team, OperationReused, CallRefused,
    TooManyCalls.
    """
    try:
        return _make(asked, held, at)
    except IntegrityError:
        return _make(asked, held, at)  # the same operation came from another seat meanwhile


@transaction.atomic
def _make(asked: Asked, held: Pass, at: datetime) -> tuple[Call, bool]:
    seat = _locked_seat(asked.defense, held)
    text = one_line(asked.text)
    if found := _made_before(asked, seat, text):
        return found, False
    if text and (flaw := call_text.flaw(text)):
        raise CallRefused(flaw)
    event = held.person.event
    if Call.objects.of_event(event).open().filter(seat=seat).count() >= MOST_OPEN:
        raise TooManyCalls
    what = {"defense_id": asked.defense, "reason": asked.reason, "text": text}
    call = Call.objects.create(
        seat=seat, op_id=asked.op_id, at=at, is_rehearsal=event.is_rehearsal, **what
    )
    AuditEntry.write(event, held.person, "call.made", call, _details(call))
    return call, True


def _made_before(asked: Asked, seat: Seat, text: str) -> Call | None:
    """Raises OperationReused where the same operation said something else."""
    found = Call.objects.filter(op_id=asked.op_id).first()
    if found is None:
        return None
    said = (found.seat_id, found.defense_id, found.reason, found.text)
    if said != (seat.pk, asked.defense, asked.reason, text):
        raise OperationReused
    return found


def _locked_seat(defense: int | None, held: Pass) -> Seat:
    seats: SeatQuerySet = seats_of(held).order_by("panel__room", "pk")
    if defense is not None:
        seats = seats.filter(panel__room__runitem__defense=defense)
    seat = seats.select_for_update(of=("self",), no_key=True).first()
    if seat is None:
        raise SheetNotFound
    return seat


@transaction.atomic
def see_call(event: Event, number: int, *, actor: User, at: datetime) -> Call:
    """Somebody is on the way. Seeing twice is seeing once. Raises Call.DoesNotExist."""
    call = _locked(event, number)
    if call.seen_at is None:
        _note(call, seen_at=at, seen_by=actor)
        AuditEntry.write(event, actor, "call.seen", call, _details(call))
    return call


@transaction.atomic
def finish_call(event: Event, number: int, *, actor: User, at: datetime) -> Call:
    """What was asked for is done; whoever says so has seen it. Raises Call.DoesNotExist."""
    call = _locked(event, number)
    if call.done_at is None:
        seen = {} if call.seen_at else {"seen_at": at, "seen_by": actor}
        _note(call, done_at=at, **seen)
        AuditEntry.write(event, actor, "call.done", call, _details(call))
    return call


def _locked(event: Event, number: int) -> Call:
    calls = Call.objects.of_event(event).select_related("defense")
    return calls.select_for_update(of=("self",)).get(pk=number)


def _note(call: Call, **columns: object) -> None:
    for name, value in columns.items():
        setattr(call, name, value)
    call.save(update_fields=[*columns])


def _details(call: Call) -> Mapping[str, object]:
    project = {"project": call.defense.project_id} if call.defense else {}
    return {"seat": call.seat_id, "about": str(call.reason), **project}

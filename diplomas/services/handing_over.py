"""Notes of the table where diplomas are given: who received one, who was absent, and what was noted by mistake.

A note that was tapped without a network says when: never before what it follows.

The row of the event is the lock, as for all acts on diplomas. The very tap is known by the id that its device gave it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from diplomas.errors import NotedOtherwise, NotValidAnyMore, ProxyRefused
from diplomas.models import Diploma, Handover
from diplomas.services.issuing import locked_event
from diplomas.services.replacing import account_of
from diplomas.validators import handover_proxy
from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.texts import one_line

Kind = Handover.Kind
# The log names no proxy: the row does, for as long as the diploma is kept.
VERBS: Final = {
    Kind.IN_PERSON: "diploma.received",
    Kind.PROXY: "diploma.received_by_proxy",
    Kind.ABSENT: "diploma.holder_absent",
    Kind.TAKEN_BACK: "diploma.handover_taken_back",
}


@dataclass(frozen=True)
class Tap:
    """Which tap it was, as the device that kept it says: its id, and the number of the last note it had seen, 0 for none.

    A page without a script says no id, and a caller that has seen nothing no number.
    """

    op_id: UUID | None = None
    after: int | None = None


NO_TAP: Final = Tap()


@transaction.atomic
def note_handover(
    event_id: int,
    code: str,
    kind: Kind,
    *,
    proxy: str = "",
    tap: Tap = NO_TAP,
    actor: User | str,
    at: datetime,
) -> Handover:
    """Received in person or by a named proxy, or absent; what a tap noted already is returned as it was noted.

    Raises ProxyRefused, NotValidAnyMore for a diploma that is to be given to nobody, and NotedOtherwise where something
    else stands that must be taken back first, or came since the asker looked.
    """
    named = _named(proxy) if kind == Kind.PROXY else ""
    event, diploma = _held(event_id, code)
    row = Handover(
        diploma=diploma, kind=kind, proxy=named, by=account_of(actor), at=at, op_id=tap.op_id
    )
    if noted := _of_tap(row):
        return noted
    if diploma is None or diploma.state != Diploma.State.READY:
        raise NotValidAnyMore
    last = diploma.handovers.last()
    if last and (last.kind, last.proxy) == (kind, named):
        return last
    _check_follows(diploma, last, tap.after)
    return _add(event, row, last, actor)


@transaction.atomic
def take_handover_back(
    event_id: int,
    code: str,
    number: int,
    *,
    op_id: UUID | None = None,
    actor: User | str,
    at: datetime,
) -> Handover | None:
    """By a further note; None for a diploma that has no such note.

    `number` is that of the note that the asker has seen. Raises NotedOtherwise where another one came since.
    """
    event, diploma = _held(event_id, code)
    row = Handover(diploma=diploma, kind=Kind.TAKEN_BACK, by=account_of(actor), at=at, op_id=op_id)
    if noted := _of_tap(row):
        return noted
    last = diploma.handovers.last() if diploma else None
    if diploma is None or last is None or number > last.number:
        return None
    if last.kind == Kind.TAKEN_BACK and last.number == number + 1:
        return last
    if last.number != number or last.kind == Kind.TAKEN_BACK:
        raise NotedOtherwise(diploma.number)
    return _add(event, row, last, actor)


def _held(event_id: int, code: str) -> tuple[Event, Diploma | None]:
    event = locked_event(event_id)
    return event, Diploma.objects.of_event(event).filter(code=code).first()


def _of_tap(row: Handover) -> Handover | None:
    """What this very tap noted, when its answer was lost. Raises NotedOtherwise where the id was another tap's."""
    if row.op_id is None:
        return None
    noted = Handover.objects.filter(op_id=row.op_id).first()
    if noted is None or _said(noted) == _said(row):
        return noted
    raise NotedOtherwise(noted.diploma.number)


def _said(row: Handover) -> tuple[object, ...]:
    return row.diploma_id, row.kind, row.proxy, row.by_id


def _check_follows(diploma: Diploma, last: Handover | None, after: int | None) -> None:
    """Raises NotedOtherwise."""
    is_received = last is not None and last.kind in Handover.RECEIVED
    is_overtaken = after is not None and after != (last.number if last else 0)
    if is_received or is_overtaken:
        raise NotedOtherwise(diploma.number)


def _named(proxy: str) -> str:
    name = one_line(proxy)
    if flaw := handover_proxy.flaw(name):
        raise ProxyRefused(flaw)
    return name


def _add(event: Event, row: Handover, last: Handover | None, actor: User | str) -> Handover:
    row.number = last.number + 1 if last else 1
    row.at = max(row.at, last.at if last else row.diploma.issued_at)
    row.save()
    details = {"number": row.diploma.number, **lines_of(row)}
    AuditEntry.write(event, actor, VERBS[Kind(row.kind)], event, details)
    return row

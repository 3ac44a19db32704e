"""Notes of the table where diplomas are given: who received one, who was absent, and what was noted by mistake.

A note that was tapped without a network says when: never before what it follows.

The row of the event is the lock, as for all acts on diplomas; whoever sends one note twice notes it once.
"""

from datetime import datetime
from typing import Final

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


@transaction.atomic
def note_handover(
    event_id: int,
    code: str,
    kind: Kind,
    *,
    proxy: str = "",
    after: int | None = None,
    actor: User | str,
    at: datetime,
) -> Handover:
    """Received in person or by a named proxy, or absent.

    `after` is the number of the last note that the asker has seen, 0 where there was none: what was tapped without a network
    comes late, and perhaps twice. Raises ProxyRefused, NotValidAnyMore for a diploma that is to be given to nobody, and
    NotedOtherwise where something else stands that must be taken back first, or came since.
    """
    named = _named(proxy) if kind == Kind.PROXY else ""
    event = locked_event(event_id)
    diploma = Diploma.objects.of_event(event).filter(code=code).first()
    row = Handover(diploma=diploma, kind=kind, proxy=named, by=account_of(actor), at=at)
    if diploma and (noted := _noted_before(diploma, row, after)):
        return noted
    if diploma is None or diploma.state != Diploma.State.READY:
        raise NotValidAnyMore
    last = diploma.handovers.last()
    if last and last.kind in Handover.RECEIVED:
        raise NotedOtherwise(diploma.number)
    if after is not None and after != (last.number if last else 0):
        raise NotedOtherwise(diploma.number)
    return _add(event, row, last, actor)


@transaction.atomic
def take_handover_back(
    event_id: int, code: str, number: int, *, actor: User | str, at: datetime
) -> Handover | None:
    """By a further note; None for a diploma that has no such note.

    `number` is that of the note that the asker has seen. Raises NotedOtherwise where another one came since.
    """
    event = locked_event(event_id)
    diploma = Diploma.objects.of_event(event).filter(code=code).first()
    last = diploma.handovers.last() if diploma else None
    if diploma is None or last is None or number > last.number:
        return None
    if last.kind == Kind.TAKEN_BACK and last.number == number + 1:
        return last
    if last.number != number or last.kind == Kind.TAKEN_BACK:
        raise NotedOtherwise(diploma.number)
    row = Handover(diploma=diploma, kind=Kind.TAKEN_BACK, by=account_of(actor), at=at)
    return _add(event, row, last, actor)


def _noted_before(diploma: Diploma, row: Handover, after: int | None) -> Handover | None:
    """The same, as it stands now; or what this very tap left before others came, when its answer was lost."""
    same = diploma.handovers.filter(kind=row.kind, proxy=row.proxy)
    own = same.filter(number=after + 1, by=row.by).first() if after is not None else None
    if own is not None or diploma.state != Diploma.State.READY:
        return own
    last = diploma.handovers.last()
    return last if last and (last.kind, last.proxy) == (row.kind, row.proxy) else None


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

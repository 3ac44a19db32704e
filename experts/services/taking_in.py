"""Unsent sheets of a tablet that the network never reached again, taken in by an organizer: once, and provably the expert's.

What the expert's tablet signed is the expert's own, and is saved as the tablet would save it, operation by
operation (`score_sheets.py`): the same ids, so that a tablet that comes back hears that it is stored. What no
registered key signed could be anybody's: a final sheet becomes the first of the two entries of a sheet of paper
(`paper.py`), which somebody else enters from the screen of the tablet, and a draft is not taken at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from uuid import uuid4

from django.db import transaction

from events.errors import DomainError
from events.models import AuditEntry, Event, Person, User
from events.public_keys import is_signed
from experts.errors import (
    EnteredOnceAlready,
    HandedAltered,
    HandedElsewhere,
    HandedOfNobody,
    HandedOfRehearsal,
    KeyIsClosed,
    NotSubmitted,
    OtherSheetStands,
    SheetInvalid,
    SheetNotFound,
    SheetStands,
    SignatureRefused,
)
from experts.errors.sheets import NOT_POSSIBLE
from experts.handed import Given, Handed
from experts.models import (
    PaperEntry,
    RepeatedOperation,
    Seat,
    SheetRevision,
    TabletKey,
)
from experts.services.paper import enter_paper
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, Outcome, SheetOperation
from projects.models import Defense


class Fate(StrEnum):
    """What became of a sheet that was handed over."""

    TAKEN = "taken"
    PARTLY = "partly"
    KNOWN = "known"
    FIRST_ENTRY = "first_entry"
    REFUSED = "refused"


@dataclass(frozen=True)
class Taken:
    assignment: Assignment
    fate: Fate
    refusal: DomainError | None = None


@dataclass(frozen=True)
class Origin:
    """Whose sheets they are, and by which key of their tablet; none for what nothing proves."""

    person: Person
    key: TabletKey | None


def origin_of(event: Event, handed: Handed) -> Origin:
    """Raises HandedElsewhere, HandedOfRehearsal, HandedOfNobody, and HandedAltered for a signature that the named key did not make."""
    if handed.event != event.slug:
        raise HandedElsewhere(handed.event)
    if handed.is_rehearsal and not event.is_rehearsal:
        raise HandedOfRehearsal
    person = Person.objects.filter(event=event, key=handed.person).first()
    if person is None:
        raise HandedOfNobody
    keys = TabletKey.objects.of_event(event).filter(mark=handed.key, card__person=person)
    known = list(keys.select_related("card__person__event"))
    key = next((each for each in known if each.closed_at is None), known[-1] if known else None)
    if key is None or not handed.signature:
        return Origin(person, None)
    if not is_signed(handed.signed_text, signature=handed.signature, key=key.public_key):
        raise HandedAltered(str(person.name))
    return Origin(person, key)


def take_in(event: Event, handed: Handed, *, by: User, at: datetime) -> list[Taken]:
    """What became of each sheet; each is a transaction of its own. Raises what `origin_of` does, before anything is taken."""
    origin = origin_of(event, handed)
    return [
        _taken(event, origin, assignment, given, by=by, at=at)
        for assignment, given in handed.by_sheet().items()
    ]


def foresee(event: Event, handed: Handed, *, by: User, at: datetime) -> list[Taken]:
    """What `take_in` would make of each sheet now; nothing of it is kept. Raises the same."""
    with transaction.atomic():
        taken = take_in(event, handed, by=by, at=at)
        transaction.set_rollback(True)
    return taken


def _taken(
    event: Event,
    origin: Origin,
    assignment: Assignment,
    given: Sequence[Given],
    *,
    by: User,
    at: datetime,
) -> Taken:
    operations = [each.operation for each in given if each.operation is not None]
    if len(operations) < len(given):
        return Taken(assignment, Fate.REFUSED, SheetInvalid(sentence=NOT_POSSIBLE))
    if origin.key is not None:
        return _taken_as_own(event, origin.key, assignment, operations, by=by, at=at)
    try:
        fate = _as_paper(event, origin.person, assignment, operations, by=by, at=at)
    except DomainError as refusal:
        return Taken(assignment, Fate.REFUSED, refusal)
    return Taken(assignment, fate)


def _taken_as_own(
    event: Event,
    key: TabletKey,
    assignment: Assignment,
    operations: Sequence[SheetOperation],
    *,
    by: User,
    at: datetime,
) -> Taken:
    """Operation by operation until one is refused, since each is built on the one before."""
    fates = []
    for operation, after in zip_longest(operations, operations[1:]):
        try:
            fates.append(_as_own(event, key, assignment, operation, after, by=by, at=at))
        except DomainError as refusal:
            fate = Fate.PARTLY if Fate.TAKEN in fates else Fate.REFUSED
            return Taken(assignment, fate, refusal)
    return Taken(assignment, Fate.TAKEN if Fate.TAKEN in fates else Fate.KNOWN)


def _as_own(
    event: Event,
    key: TabletKey,
    assignment: Assignment,
    operation: SheetOperation,
    after: SheetOperation | None,
    *,
    by: User,
    at: datetime,
) -> Fate:
    """As the tablet itself would save it. A refusal leaves its line in the log, so it is raised after the transaction."""
    if key.closed_at is not None:
        raise KeyIsClosed
    if operation.is_final and operation.signed is None:
        raise SignatureRefused  # a tablet that has a key signs each sheet that it submits
    refused: DomainError | None = None
    with transaction.atomic():
        try:
            status = _saved(assignment, operation, after, key, at)
        except DomainError as refusal:
            refused = refusal
        else:
            if status == Outcome.APPLIED:
                _write(event, by, "score_sheet.taken_in", assignment, operation)
    if refused is not None:
        raise refused
    return Fate.TAKEN if status == Outcome.APPLIED else Fate.KNOWN


def _saved(
    assignment: Assignment,
    operation: SheetOperation,
    after: SheetOperation | None,
    key: TabletKey,
    at: datetime,
) -> Outcome:
    """Where the next operation was signed over the revision that this one makes, it makes one.

    One that the tablet had sent, and that only repeated what stood or followed such a one, keeps its answer: the
    revision is made under another id then.
    """
    follows = after is not None and after.base_rev == operation.base_rev + 1
    is_built_on = after is not None and follows and not _is_there(assignment, after)
    sent = _as_sent(assignment, operation)
    answer = save_sheet(assignment, operation=sent, held=key.card, at=at, is_built_on=is_built_on)
    if is_built_on and answer.rev == operation.base_rev:
        again = replace(operation, op_id=uuid4(), signed=None)
        save_sheet(assignment, operation=again, held=key.card, at=at, is_built_on=True)
    return answer.status


def _as_sent(assignment: Assignment, operation: SheetOperation) -> SheetOperation:
    """The operation as the tablet sent it, where that was on another revision than it was signed over."""
    known = {"op_id": operation.op_id}
    saved = SheetRevision.objects.of_sheet(assignment).filter(**known)
    repeated = RepeatedOperation.objects.filter(**known).values_list(
        "revision__number", "body_hash"
    )
    for number, body_hash in (*saved.values_list("number", "body_hash"), *repeated):
        for base_rev in (number - 1, number):
            sent = replace(operation, base_rev=base_rev, signed=None)
            if base_rev != operation.base_rev and sent.body_hash(assignment) == body_hash:
                return sent
    return operation


def _as_paper(
    event: Event,
    person: Person,
    assignment: Assignment,
    operations: Sequence[SheetOperation],
    *,
    by: User,
    at: datetime,
) -> Fate:
    """Whoever brings a file that meets a sheet stands in the log, and that is kept: a file could hold a guess."""
    found = _fate_of_paper(event, person, assignment, operations, by=by, at=at)
    if isinstance(found, DomainError):
        raise found
    return found


@transaction.atomic
def _fate_of_paper(
    event: Event,
    person: Person,
    assignment: Assignment,
    operations: Sequence[SheetOperation],
    *,
    by: User,
    at: datetime,
) -> Fate | OtherSheetStands:
    """The newest values of the sheet as the first of two entries. Holds the seat, as the entry itself does.

    Of a sheet that stands nothing is told but to who brings its very operation or typed its entry.
    """
    newest = operations[-1]
    _hold(event, person, assignment)
    if _is_there(assignment, newest):
        _write(event, by, "paper.not_taken", assignment, newest)
        is_known = _is_there(assignment, newest, newest.body_hash(assignment))
        return Fate.KNOWN if is_known else OtherSheetStands()
    if fate := _entered_before(assignment, newest, by):
        return fate
    if not newest.is_final:
        raise NotSubmitted
    if PaperEntry.objects.waiting().of_sheet(assignment).exists():
        raise EnteredOnceAlready
    entry = replace(newest, base_rev=_base_of(assignment, operations))
    try:
        enter_paper(event, assignment, operation=entry, by=by, at=at)
    except SheetStands:
        _write(event, by, "paper.not_taken", assignment, newest)
        return OtherSheetStands()
    _write(event, by, "paper.taken_in", assignment, newest)
    return Fate.FIRST_ENTRY


def _hold(event: Event, person: Person, assignment: Assignment) -> None:
    seats = Seat.objects.of_event(event).filter(pk=assignment.seat, person=person)
    if seats.select_for_update(of=("self",), no_key=True).first() is None:
        raise SheetNotFound


def _entered_before(assignment: Assignment, newest: SheetOperation, by: User) -> Fate | None:
    """What became of the entry that this person made of this very operation."""
    entries = PaperEntry.objects.of_sheet(assignment).filter(by=by, op_id=newest.op_id)
    entry = entries.first()
    if entry is None or not entry.says(newest):
        return None
    return Fate.FIRST_ENTRY if entry.is_waiting else Fate.KNOWN


def _base_of(assignment: Assignment, operations: Sequence[SheetOperation]) -> int:
    """The revision that the tablet knew: of its own operations the one that stands, if one of them does."""
    current = SheetRevision.objects.current().of_sheet(assignment).first()
    if current is not None and current.op_id in {each.op_id for each in operations}:
        return current.number
    return operations[0].base_rev


def _is_there(assignment: Assignment, operation: SheetOperation, body_hash: str = "") -> bool:
    """Whether this operation was saved or repeated what was, on this sheet; with these values, where their hash is named."""
    said = {"op_id": operation.op_id, **({"body_hash": body_hash} if body_hash else {})}
    sheet = {"seat": assignment.seat, "defense": assignment.defense}
    saved = SheetRevision.objects.filter(
        **said, **{f"sheet__{name}": value for name, value in sheet.items()}
    )
    repeated = RepeatedOperation.objects.filter(
        **said, **{f"revision__sheet__{name}": value for name, value in sheet.items()}
    )
    return saved.exists() or repeated.exists()


def _write(
    event: Event, by: User, verb: str, assignment: Assignment, operation: SheetOperation
) -> None:
    """Who brought it; what it says stands in the line of the save or of the entry before."""
    seat = Seat.objects.get(pk=assignment.seat)
    defense = Defense.objects.get(pk=assignment.defense)
    details = {
        "seat": seat.pk,
        "defense": defense.pk,
        "project": defense.project_id,
        "person": seat.person_id,
        "op_id": str(operation.op_id),
    }
    AuditEntry.write(event, by, verb, seat, details)

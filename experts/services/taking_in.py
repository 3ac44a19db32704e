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
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from events.models import AuditEntry, Event, Person, User
from events.public_keys import is_signed
from experts.errors import NOT_POSSIBLE, SheetInvalid, SheetNotFound, SheetStands
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
from experts.services.steps_of_a_save import says_the_same
from experts.sheets import Assignment, Outcome, SheetOperation
from projects.models import Defense


class HandedElsewhere(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, event: str) -> None:
        said = _("These sheets are of another event (%(event)s). Nothing was taken.")
        super().__init__(said % {"event": event})


class HandedOfNobody(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("These sheets are of nobody in this event. Nothing was taken."))


class HandedAltered(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, name: str) -> None:
        said = _(
            "Nothing was taken: this was changed after the tablet of %(name)s signed it, or is not from that tablet."
        )
        super().__init__(said % {"name": name})


class KeyIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The key of this tablet was closed since, as another tablet took its place. Enter the sheet as paper."
            )
        )


class NotSubmitted(DomainError):
    """A draft that nothing proves: nobody can give it for the expert."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Not submitted on the tablet, and not signed: it is not taken. The expert submits it, then hand it over again."
            )
        )


class EnteredOnceAlready(DomainError):
    """The second reader reads the tablet and not the file: whoever made the file could have changed it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has entered this sheet already. The second entry is typed from the screen of the tablet, not taken in."
            )
        )


class OtherSheetStands(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("This expert has a sheet with other values for this team already. It stays as it is.")
        )


class Fate(StrEnum):
    """What became of a sheet that was handed over."""

    TAKEN = "taken"
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
    """Raises HandedElsewhere, HandedOfNobody, and HandedAltered for a signature that the named key did not make."""
    if handed.event != event.slug:
        raise HandedElsewhere(handed.event)
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


def _taken(
    event: Event,
    origin: Origin,
    assignment: Assignment,
    given: Sequence[Given],
    *,
    by: User,
    at: datetime,
) -> Taken:
    """Of one sheet: operation by operation until one is refused, since each is built on the one before."""
    operations = [each.operation for each in given if each.operation is not None]
    try:
        if len(operations) < len(given):
            raise SheetInvalid(sentence=NOT_POSSIBLE)
        if origin.key is None:
            fate = _as_paper(event, origin.person, assignment, operations, by=by, at=at)
        else:
            fates = [
                _as_own(event, origin.key, assignment, each, by=by, at=at) for each in operations
            ]
            fate = Fate.TAKEN if Fate.TAKEN in fates else Fate.KNOWN
    except DomainError as refusal:
        return Taken(assignment, Fate.REFUSED, refusal)
    return Taken(assignment, fate)


def _as_own(
    event: Event,
    key: TabletKey,
    assignment: Assignment,
    operation: SheetOperation,
    *,
    by: User,
    at: datetime,
) -> Fate:
    """As the tablet itself would save it. A refusal leaves its line in the log, so it is raised after the transaction."""
    if key.closed_at is not None:
        raise KeyIsClosed
    with transaction.atomic():
        try:
            answer = save_sheet(assignment, operation=operation, held=key.card, at=at)
        except DomainError as refusal:
            refused: DomainError | None = refusal
        else:
            refused = None
            if answer.status == Outcome.APPLIED:
                _write(event, by, "score_sheet.taken_in", assignment, operation)
    if refused is not None:
        raise refused
    return Fate.TAKEN if answer.status == Outcome.APPLIED else Fate.KNOWN


@transaction.atomic
def _as_paper(
    event: Event,
    person: Person,
    assignment: Assignment,
    operations: Sequence[SheetOperation],
    *,
    by: User,
    at: datetime,
) -> Fate:
    """The newest values of the sheet as the first of two entries. Holds the seat, as the entry itself does."""
    newest = operations[-1]
    seats = Seat.objects.of_event(event).filter(pk=assignment.seat, person=person)
    if seats.select_for_update(of=("self",), no_key=True).first() is None:
        raise SheetNotFound
    current = _current(assignment)
    if _is_stored(newest) or (current is not None and says_the_same(newest, current)):
        return Fate.KNOWN
    if not newest.is_final:
        raise NotSubmitted
    if PaperEntry.objects.waiting().of_sheet(assignment).exists():
        raise EnteredOnceAlready
    known = {each.op_id for each in operations}
    is_own = current is not None and current.op_id in known
    base = current.number if current is not None and is_own else operations[0].base_rev
    try:
        enter_paper(event, assignment, operation=replace(newest, base_rev=base), by=by, at=at)
    except SheetStands:
        raise OtherSheetStands from None
    _write(event, by, "paper.taken_in", assignment, newest)
    return Fate.FIRST_ENTRY


def _current(assignment: Assignment) -> SheetRevision | None:
    current = SheetRevision.objects.current().select_related("sheet")
    return current.filter(sheet__seat=assignment.seat, sheet__defense=assignment.defense).first()


def _is_stored(operation: SheetOperation) -> bool:
    revisions, repeats = SheetRevision.objects, RepeatedOperation.objects
    return any(each.filter(op_id=operation.op_id).exists() for each in (revisions, repeats))


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

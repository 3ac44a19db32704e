"""The server's half of the tablet's contract: an operation is applied once and answered alike for ever.

Order of locks: the seat, then the event (only by the first mark), then the head of the audit chain. What
decides is read after the seat is locked, in statements of their own: a statement that waits for a
lock would still see the other tables as they were before it waited.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from events.errors import PassNotFound
from events.models import AuditEntry, Criterion, Event, Pass
from experts.errors import (
    CardOfAnotherDay,
    ExpertIsRecused,
    Fault,
    OperationReused,
    RubricChanged,
    RubricHasNoCriteria,
    ScoringIsClosed,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
)
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from experts.scoring import CriterionWeight, round_for_display, sheet_total

APPLIED, DUPLICATE = "applied", "duplicate"
NOT_STARTED = "not_started"
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class SheetOperation:
    """What a tablet asks to be saved, once. Points by the key of their criterion."""

    op_id: UUID
    device_id: UUID | None
    sequence: int
    base_rev: int
    client_ts: int
    rubric_version: int
    is_final: bool
    points: Mapping[str, Decimal]
    comment: str = ""

    def stored_points(self) -> dict[str, str]:
        # Adding zero makes a plain zero of a negative one.
        return {key: format((value + 0).normalize(), "f") for key, value in self.points.items()}

    def body_hash(self, seat_id: int, defense_id: int) -> str:
        """The same for bodies that say the same of the same sheet, however they are written."""
        body = {**asdict(self), "points": self.stored_points(), "sheet": [seat_id, defense_id]}
        text = json.dumps(body, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class SheetAnswer:
    """What the tablet is told: applied now, or a duplicate with the values of the first answer.

    The total is rounded for display, and None while a criterion has no points.
    """

    status: str
    rev: int
    state: str
    total: Decimal | None
    saved_at: datetime


@dataclass(frozen=True)
class SheetValues:
    """A sheet as the server has it; revision 0 is one that was never saved."""

    rev: int
    state: str
    is_final: bool
    points: dict[str, str]
    comment: str
    total: Decimal | None
    saved_at: datetime | None


@dataclass(frozen=True)
class _Rules:
    """What holds for a sheet at this moment."""

    event: Event
    rubric_version: int
    criteria: Sequence[Criterion]
    is_recused: bool
    is_card_of_rehearsal: bool | None  # None once the card was withdrawn


def save_sheet(
    seat_id: int, defense_id: int, *, operation: SheetOperation, held: Pass, at: datetime
) -> SheetAnswer:
    """Append a revision, or answer an operation that was stored before as it was answered then.

    Locks the seat. Raises SheetNotFound unless the holder of the card sits in this seat and the defense is
    heard in its room; PassNotFound, CardOfAnotherDay, OperationReused, ExpertIsRecused, ScoringIsClosed,
    RubricChanged, RubricHasNoCriteria, SheetInvalid; SheetConflict when the sheet has other values
    than those the tablet knew.
    """
    try:
        return _save(seat_id, defense_id, operation, held, at)
    except IntegrityError:
        # Somebody else's act came between, such as the same operation on another seat: looking
        # again finds it. What the database refuses twice is a fault of the program.
        return _save(seat_id, defense_id, operation, held, at)


def sheet_values(seat_id: int, defense_id: int) -> SheetValues:
    """The sheet as it is now, whether or not anything was saved."""
    criteria = list(_criteria(defense_id))
    if not criteria:
        raise RubricHasNoCriteria
    return _values(_current(seat_id, defense_id), criteria)


@transaction.atomic
def _save(
    seat_id: int, defense_id: int, operation: SheetOperation, held: Pass, at: datetime
) -> SheetAnswer:
    seat = _locked_seat(seat_id, defense_id, held.person_id)
    stored, current = _stored_and_current(seat_id, defense_id, operation.op_id)
    body_hash = operation.body_hash(seat_id, defense_id)
    if stored is not None:
        return _answer_again(stored, body_hash)
    rules = _rules(seat_id, defense_id, held)
    operation = _as_final_if_submitted(operation, current)
    _check(operation, rules, current)
    if rules.event.rule_locked_at is None:
        rules.event.lock_rule(at)
    sheet = _moved_on(current, seat, defense_id, operation)
    answer = SheetAnswer(
        APPLIED, sheet.revision, sheet.state, _total(operation.points, rules.criteria), at
    )
    _append(sheet, operation, body_hash, answer)
    details = {"revision": sheet.revision, "state": str(sheet.state)}
    AuditEntry.write(rules.event, held.person, "score_sheet.saved", sheet, details)
    return answer


def _locked_seat(seat_id: int, defense_id: int, person_id: int) -> Seat:
    seats = Seat.objects.scoring().filter(pk=seat_id, person=person_id)
    heard_there = seats.filter(panel__room__runitem__defense=defense_id)
    seat = heard_there.select_for_update(of=("self",), no_key=True).first()
    if seat is None:
        raise SheetNotFound
    return seat


def _stored_and_current(
    seat_id: int, defense_id: int, op_id: UUID
) -> tuple[SheetRevision | None, SheetRevision | None]:
    """What this operation stored before, and the sheet's current revision: one query for both."""
    this_sheet = ScoreSheet.objects.filter(seat=seat_id, defense=defense_id).values("pk")
    is_current = Q(sheet=Subquery(this_sheet), number=F("sheet__revision"))
    stored = current = None
    for revision in SheetRevision.objects.filter(Q(op_id=op_id) | is_current).select_related(
        "sheet"
    ):
        if revision.op_id == op_id:
            stored = revision
        else:
            current = revision
    return stored, current


def _current(seat_id: int, defense_id: int) -> SheetRevision | None:
    revisions = SheetRevision.objects.current().select_related("sheet")
    return revisions.filter(sheet__seat=seat_id, sheet__defense=defense_id).first()


def _answer_again(stored: SheetRevision, body_hash: str) -> SheetAnswer:
    if stored.body_hash != body_hash:
        raise OperationReused
    answer: dict[str, Any] = stored.answer
    total = answer["total"]
    return SheetAnswer(
        status=DUPLICATE,
        rev=answer["rev"],
        state=answer["state"],
        total=None if total is None else Decimal(total),
        saved_at=datetime.fromisoformat(answer["saved_at"]),
    )


def _criteria(defense_id: int) -> QuerySet[Criterion]:
    criteria = Criterion.objects.filter(rubric__event__project__defense=defense_id)
    return criteria.select_related("rubric__event").order_by("order")


def _rules(seat_id: int, defense_id: int, held: Pass) -> _Rules:
    """Event and criteria, whether the seat is recused and the card still stands: one query for all."""
    recusing = Interest.objects.recusing().filter(
        seat=seat_id, project__defense=OuterRef("rubric__event__project__defense")
    )
    card = Pass.objects.valid().filter(pk=held.pk)
    criteria = list(
        _criteria(defense_id).annotate(
            is_recused=Exists(recusing), is_card_of_rehearsal=Subquery(card.values("is_rehearsal"))
        )
    )
    if not criteria:
        raise RubricHasNoCriteria
    first = criteria[0]
    return _Rules(
        event=first.rubric.event,
        rubric_version=first.rubric.version,
        criteria=criteria,
        is_recused=first.is_recused,
        is_card_of_rehearsal=first.is_card_of_rehearsal,
    )


def _as_final_if_submitted(
    operation: SheetOperation, current: SheetRevision | None
) -> SheetOperation:
    """A change of a submitted sheet is submitted again; nothing turns it back into a draft."""
    if current is not None and current.sheet.state == ScoreSheet.State.SUBMITTED:
        return replace(operation, is_final=True)
    return operation


def _check(operation: SheetOperation, rules: _Rules, current: SheetRevision | None) -> None:
    if rules.is_card_of_rehearsal is None:
        raise PassNotFound
    if rules.is_card_of_rehearsal != rules.event.is_rehearsal:
        raise CardOfAnotherDay(is_rehearsal=rules.event.is_rehearsal)
    is_set_aside = current is not None and current.sheet.state == ScoreSheet.State.SET_ASIDE
    if rules.is_recused or is_set_aside:
        raise ExpertIsRecused
    if not rules.event.is_scoring_open:
        raise ScoringIsClosed
    if operation.rubric_version != rules.rubric_version:
        raise RubricChanged(rules.rubric_version)
    if faults := _faults(operation, rules.criteria):
        raise SheetInvalid(faults)
    if _is_stale(operation, current) and not _says_the_same(operation, current):
        raise SheetConflict(_values(current, rules.criteria))


def _faults(operation: SheetOperation, criteria: Sequence[Criterion]) -> list[Fault]:
    known = {criterion.key: criterion for criterion in criteria}
    faults = [
        Fault(key, _("There is no such criterion.")) for key in operation.points.keys() - known
    ]
    faults += [
        Fault(key, _("These points are outside the range or between two steps."))
        for key, points in operation.points.items()
        if key in known and not known[key].allows(points)
    ]
    if operation.is_final:
        missing = [key for key in known if key not in operation.points]
        faults += [Fault(key, _("Points are missing.")) for key in missing]
    if len(operation.comment) > LONGEST_COMMENT:
        faults.append(Fault("comment", _("The comment is too long.")))
    return faults


def _is_stale(operation: SheetOperation, current: SheetRevision | None) -> bool:
    return operation.base_rev != (0 if current is None else current.number)


def _says_the_same(operation: SheetOperation, current: SheetRevision | None) -> bool:
    return current is not None and (
        operation.stored_points() == current.points
        and operation.comment == current.comment
        and operation.is_final == current.is_final
    )


def _moved_on(
    current: SheetRevision | None, seat: Seat, defense_id: int, operation: SheetOperation
) -> ScoreSheet:
    """The sheet at its next revision, saved; made if this is the first."""
    sheet = ScoreSheet(seat=seat, defense_id=defense_id) if current is None else current.sheet
    sheet.revision += 1
    sheet.state = ScoreSheet.State.SUBMITTED if operation.is_final else ScoreSheet.State.DRAFT
    sheet.save(update_fields=None if current is None else ["revision", "state"])
    return sheet


def _append(
    sheet: ScoreSheet, operation: SheetOperation, body_hash: str, answer: SheetAnswer
) -> None:
    SheetRevision.objects.create(
        sheet=sheet,
        number=sheet.revision,
        op_id=operation.op_id,
        body_hash=body_hash,
        device_id=operation.device_id,
        sequence=operation.sequence,
        client_ts=operation.client_ts,
        rubric_version=operation.rubric_version,
        is_final=operation.is_final,
        points=operation.stored_points(),
        comment=operation.comment,
        saved_at=answer.saved_at,
        answer={
            "rev": answer.rev,
            "state": str(answer.state),
            "total": None if answer.total is None else str(answer.total),
            "saved_at": answer.saved_at.isoformat(),
        },
    )


def _values(current: SheetRevision | None, criteria: Sequence[Criterion]) -> SheetValues:
    if current is None:
        return SheetValues(0, NOT_STARTED, False, {}, "", None, None)
    return SheetValues(
        rev=current.number,
        state=current.sheet.state,
        is_final=current.is_final,
        points=current.points,
        comment=current.comment,
        total=_total(current.decimals(), criteria),
        saved_at=current.saved_at,
    )


def _total(points: Mapping[str, Decimal], criteria: Sequence[Criterion]) -> Decimal | None:
    if points.keys() != {criterion.key for criterion in criteria}:
        return None
    weights = [CriterionWeight(each.key, each.weight, each.maximum) for each in criteria]
    return round_for_display(sheet_total(points, weights))

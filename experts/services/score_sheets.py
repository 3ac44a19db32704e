"""The server's half of the tablet's contract: an operation is applied once and answered alike for ever.

Order of locks: the seat, then the event (only by the first points), then the head of the audit chain. What
decides is read after the seat is locked, in statements of their own: a statement that waits for a
lock would still see the other tables as they were before it waited.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from events.errors import DomainError, PassNotFound
from events.models import AuditEntry, Pass
from experts.access import rehearsal_now, rehearsal_refusal
from experts.errors import (
    ExpertIsRecused,
    OperationReused,
    RehearsalIsOver,
    RubricChanged,
    RubricHasNoCriteria,
    ScoringIsClosed,
    SheetConflict,
    SheetNotFound,
    Undeclared,
)
from experts.models import RepeatedOperation, ScoreSheet, SheetRevision
from experts.reports.cells import weights_of
from experts.reports.given import details_of_save, places_of
from experts.scoring import CriterionWeight
from experts.services.refused_saves import note_refused_save
from experts.services.save_statements import (
    CRITERIA,
    REVISIONS,
    SEATS,
    Rules,
    Stored,
    rules_of,
)
from experts.services.steps_of_a_save import (
    append_revision,
    check_values,
    moved_on,
    says_the_same,
)
from experts.services.tablet_keys import has_signature, keep_signature, key_that_signed
from experts.sheets import (
    Assignment,
    Outcome,
    Sheet,
    SheetAnswer,
    SheetOperation,
    whole_total,
)


def save_sheet(
    assignment: Assignment,
    *,
    operation: SheetOperation,
    held: Pass,
    at: datetime,
    is_built_on: bool = False,
) -> SheetAnswer:
    """Append a revision, or answer what was stored before, by this operation or another, as it was answered then.

    `is_built_on` says that another operation is signed over the number of the revision that this one makes: it
    is made then, whatever the sheet says already.

    Locks the seat. Raises SheetNotFound unless the holder of the card sits in this seat and the defense is
    heard in its room; OperationReused; PassNotFound, RehearsalIsOn, CardOfRehearsal, RehearsalIsOver, ExpertIsRecused,
    Undeclared, ScoringIsClosed, RubricChanged, RubricHasNoCriteria, SheetInvalid, SignatureRefused; SheetConflict when the sheet
    has other values than those the tablet knew. What the expert cannot mend is noted in the log.
    """
    try:
        return _save_once_more_after_a_race(assignment, operation, held, at, is_built_on)
    except DomainError as refusal:
        note_refused_save(assignment, op_id=operation.op_id, person=held.person, refusal=refusal)
        raise


def _save_once_more_after_a_race(
    assignment: Assignment,
    operation: SheetOperation,
    held: Pass,
    at: datetime,
    is_built_on: bool,
) -> SheetAnswer:
    try:
        return _save(assignment, operation, held, at, is_built_on)
    except IntegrityError:
        # Somebody else's act came between, such as the same operation on another seat: looking
        # again finds it. What the database refuses twice is a fault of the program.
        return _save(assignment, operation, held, at, is_built_on)


def current_sheet(assignment: Assignment) -> Sheet:
    """The sheet as it is now, whether or not anything was saved. Raises RubricHasNoCriteria."""
    criteria = CRITERIA.all(defense=assignment.defense)
    if not criteria:
        raise RubricHasNoCriteria
    current = SheetRevision.objects.current().of_sheet(assignment).first()
    return _sheet(current, weights_of(criteria))


@transaction.atomic
def _save(
    assignment: Assignment,
    operation: SheetOperation,
    held: Pass,
    at: datetime,
    is_built_on: bool,
) -> SheetAnswer:
    _locked_seat(assignment, held.person_id)
    stored, current = _stored_and_current(assignment, operation.op_id)
    body_hash = operation.body_hash(assignment)
    if stored is not None:
        answer = _answer_again(stored, body_hash)
        _sign_afterwards(stored.revision, assignment, operation, held)
        return answer
    rules = rules_of(assignment, held.pk)
    if rules is None:
        raise RubricHasNoCriteria
    operation = _as_final_if_submitted(operation, current)
    _check_rehearsal(operation, rules)
    _check_card(rules, current)
    is_due = is_built_on and not _is_stale(operation, current)
    if current is not None and not is_due and _is_repeat(operation, rules, current):
        return _repeated(operation, body_hash, current)
    _check(operation, rules, current)
    if rules.event.rule_locked_at is None:
        rules.event.lock_rule(at)
    sheet = moved_on(current, assignment, operation)
    return _apply(sheet, operation, body_hash, rules, held, at)


def _answer_again(stored: Stored, body_hash: str) -> SheetAnswer:
    if stored.body_hash != body_hash:
        raise OperationReused
    return SheetAnswer.again(stored.answer)


def _sign_afterwards(
    revision: SheetRevision | None, assignment: Assignment, operation: SheetOperation, held: Pass
) -> None:
    """Keep the signature of a retry whose first try came without; what is no good one is left alone."""
    if revision is None or operation.signed is None or has_signature(revision):
        return
    rules = rules_of(assignment, held.pk)
    if rules is None or not rules.event.is_scoring_open:
        return
    try:
        _check_card(rules, revision)
        key = key_that_signed(operation, assignment, held)
    except DomainError:
        return
    details = {"revision": revision.number}
    details |= places_of(revision.sheet, project_id=rules.project_id)
    details |= keep_signature(revision, operation, key)
    AuditEntry.write(rules.event, held.person, "score_sheet.signed", revision.sheet, details)


def _repeated(operation: SheetOperation, body_hash: str, current: SheetRevision) -> SheetAnswer:
    RepeatedOperation.objects.create(revision=current, op_id=operation.op_id, body_hash=body_hash)
    return SheetAnswer.again(current.answer)


def _apply(
    sheet: ScoreSheet,
    operation: SheetOperation,
    body_hash: str,
    rules: Rules,
    held: Pass,
    at: datetime,
) -> SheetAnswer:
    """Append the revision that the sheet was moved on to, and its line of the log."""
    total = whole_total(operation.points, rules.weights())
    answer = SheetAnswer(Outcome.APPLIED, sheet.revision, sheet.state, total, at)
    revision = append_revision(sheet, operation, body_hash, answer)
    details = details_of_save(
        revision, event=rules.event, project_id=rules.project_id, criteria=rules.criteria
    )
    details |= keep_signature(
        revision, operation, key_that_signed(operation, sheet.assignment, held)
    )
    AuditEntry.write(rules.event, held.person, "score_sheet.saved", sheet, details)
    return answer


def _locked_seat(assignment: Assignment, person_id: int) -> int:
    """The key of the seat."""
    seat = SEATS.first(seat=assignment.seat, person=person_id, defense=assignment.defense)
    if seat is None:
        raise SheetNotFound
    return seat


def _stored_and_current(
    assignment: Assignment, op_id: UUID
) -> tuple[Stored | None, SheetRevision | None]:
    """What this operation stored or repeated before, and the current revision: one query for both."""
    stored = current = None
    found = REVISIONS.all(seat=assignment.seat, defense=assignment.defense, op_id=op_id)
    for revision, repeat_hash in found:
        if revision.op_id == op_id:
            stored = Stored(revision.body_hash, revision.answer, revision)
        elif repeat_hash:
            stored = Stored(repeat_hash, revision.answer)
        else:
            current = revision
    return stored, current


def _as_final_if_submitted(
    operation: SheetOperation, current: SheetRevision | None
) -> SheetOperation:
    """A change of a submitted sheet is submitted again; nothing turns it back into a draft."""
    if current is not None and current.sheet.state == ScoreSheet.State.SUBMITTED:
        return replace(operation, is_final=True)
    return operation


def _check_rehearsal(operation: SheetOperation, rules: Rules) -> None:
    if operation.rehearsal is not None and operation.rehearsal != rehearsal_now(rules.event):
        raise RehearsalIsOver


def _check_card(rules: Rules, current: SheetRevision | None) -> None:
    """Whether whoever holds the card may score this at all, open or closed."""
    if rules.is_card_of_rehearsal is None:
        raise PassNotFound
    if refusal := rehearsal_refusal(
        card=rules.is_card_of_rehearsal, event=rules.event.is_rehearsal
    ):
        raise refusal
    is_set_aside = current is not None and current.sheet.state == ScoreSheet.State.SET_ASIDE
    if rules.is_recused or is_set_aside:
        raise ExpertIsRecused
    if rules.is_undeclared:
        raise Undeclared


def _is_repeat(operation: SheetOperation, rules: Rules, current: SheetRevision) -> bool:
    """Whether the sheet says all of it already: no revision then, whatever the operation's id.

    A signature is over its own operation, so the first one of a sheet that has none is a revision.
    """
    is_same_rubric = operation.rubric_version == current.rubric_version == rules.rubric_version
    if not (is_same_rubric and says_the_same(operation, current)):
        return False
    may_sign = rules.event.is_scoring_open and not _is_stale(operation, current)
    return operation.signed is None or not may_sign or has_signature(current)


def _check(operation: SheetOperation, rules: Rules, current: SheetRevision | None) -> None:
    if not rules.event.is_scoring_open:
        raise ScoringIsClosed
    if operation.rubric_version != rules.rubric_version:
        raise RubricChanged(rules.rubric_version)
    check_values(operation, rules.criteria)
    if _is_stale(operation, current):
        raise SheetConflict(_sheet(current, rules.weights()))


def _is_stale(operation: SheetOperation, current: SheetRevision | None) -> bool:
    return operation.base_rev != (0 if current is None else current.number)


def _sheet(current: SheetRevision | None, weights: Sequence[CriterionWeight]) -> Sheet:
    return Sheet(weights=weights) if current is None else current.as_sheet(weights)

"""Sheets on paper: two people enter each without seeing the other's, and what both say is stored.

The seat is held as a save of the sheet holds it, then the event and the head of the log. Points go the way of
every sheet (`score_sheets.py`): the same checks, one more revision, a line with the hash of what was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Criterion, Event, User
from events.models.audit import name_of
from experts.access import namesake_in, recusal_of
from experts.errors import (
    EnteredByTwo,
    EnteredByYou,
    OperationReused,
    PaperInRehearsal,
    PaperIsDone,
    PaperOfRecused,
    PaperOfSetAside,
    ResultStands,
    RubricChanged,
    RubricHasNoCriteria,
    SheetNotFound,
    SheetStands,
)
from experts.models import PaperEntry, ScoreSheet, Seat, SheetRevision
from experts.reports.cells import criteria_of, weights_of
from experts.reports.given import details_of_save
from experts.services.sealed import refuse_what_stands
from experts.services.steps_of_a_save import (
    append_revision,
    check_values,
    moved_on,
    says_the_same,
)
from experts.sheets import Assignment, Outcome, SheetAnswer, SheetOperation, plain, whole_total
from projects.models import Defense


class Entered(StrEnum):
    """What became of an entry."""

    WAITS = "waits"
    DIFFERS = "differs"
    STORED = "stored"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class _Paper:
    """The sheet that a paper is about, as it stands under the lock of its seat."""

    event: Event
    seat: Seat
    defense: Defense
    criteria: Sequence[Criterion]
    current: SheetRevision | None
    open: Sequence[PaperEntry]
    waiting: Sequence[PaperEntry]

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.seat.pk, self.defense.pk)

    @property
    def number(self) -> int:
        return self.current.number if self.current else 0


@transaction.atomic
def enter_paper(
    event: Event,
    assignment: Assignment,
    *,
    operation: SheetOperation,
    by: User,
    at: datetime,
    corrects: bool = False,
) -> Entered:
    """Keep what one person read off the paper; the second who reads the same makes it the expert's sheet.

    `operation.base_rev` is the revision whose place the paper may take, and 0 where no sheet is known. A form
    that is sent twice is answered as the first time.
    Raises SheetNotFound; PaperInRehearsal, PaperOfRecused, PaperOfSetAside, ResultStands, RubricChanged,
    RubricHasNoCriteria, SheetInvalid; SheetStands; EnteredByYou unless it corrects the own entry, EnteredByTwo;
    OperationReused.
    """
    operation = replace(operation, is_final=True)
    paper = _held(event, assignment)
    if earlier := _sent_before(paper, operation, by):
        return _became(earlier, paper)
    _check(paper, operation)
    others = [each for each in paper.waiting if each.by_id != by.pk]
    mine = next((each for each in paper.open if each.by_id == by.pk), None)
    if mine in paper.waiting and not corrects:
        raise EnteredByYou
    if mine not in paper.waiting and len(others) > 1:
        raise EnteredByTwo
    entry = _written(paper, mine, operation, by, at)
    alike = next((each for each in others if each.says(operation)), None)
    if alike is not None:
        return _stored(paper, alike, entry, operation, at)
    _write(paper.event, by, "paper.entered", entry, entry, lines_of(entry))
    return Entered.DIFFERS if others else Entered.WAITS


@transaction.atomic
def take_paper_back(event: Event, entry_id: int, *, actor: User) -> None:
    """An entry that waits goes, as one that was made for the wrong sheet.

    Raises PaperIsDone, ResultStands.
    """
    entry = PaperEntry.objects.of_event(event).filter(pk=entry_id).first()
    if entry is None:
        raise PaperIsDone
    Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.seat_id)
    waiting = PaperEntry.objects.open().select_related("defense").filter(pk=entry_id).first()
    if waiting is None:
        raise PaperIsDone
    if not (held := Event.objects.get(pk=event.pk)).is_scoring_open:
        refuse_what_stands(held)
    details = {"user": waiting.by_id, **lines_of(gone=[name_of(waiting)])}
    _write(event, actor, "paper.taken_back", waiting, waiting, details)
    waiting.delete()


def _held(event: Event, assignment: Assignment) -> _Paper:
    """Locks the seat; what decides is read after that."""
    seats = Seat.objects.of_event(event).scoring().filter(pk=assignment.seat)
    heard_there = seats.filter(panel__room__runitem__defense=assignment.defense)
    seat = heard_there.select_for_update(of=("self",), no_key=True).first()
    if seat is None:
        raise SheetNotFound
    entries = PaperEntry.objects.of_sheet(assignment).order_by("pk")
    return _Paper(
        event=Event.objects.get(pk=event.pk),
        seat=seat,
        defense=Defense.objects.get(pk=assignment.defense),
        criteria=list(criteria_of(event.pk).select_related("rubric")),
        current=SheetRevision.objects.current().of_sheet(assignment).first(),
        open=list(entries.open()),
        waiting=list(entries.waiting()),
    )


def _sent_before(paper: _Paper, operation: SheetOperation, by: User) -> PaperEntry | None:
    """The entry that this very form made. Raises OperationReused for other values."""
    earlier = PaperEntry.objects.filter(by=by, op_id=operation.op_id).first()
    if earlier and not (earlier.assignment == paper.assignment and earlier.says(operation)):
        raise OperationReused
    return earlier


def _became(entry: PaperEntry, paper: _Paper) -> Entered:
    if entry.is_waiting:
        return Entered.DIFFERS if len(paper.waiting) > 1 else Entered.WAITS
    is_stored = entry.outcome == PaperEntry.Outcome.STORED
    return Entered.STORED if is_stored else Entered.CONFIRMED


def _check(paper: _Paper, operation: SheetOperation) -> None:
    if refusal := refusal_of_paper(paper.event, paper.seat, paper.defense, paper.current):
        raise refusal
    if not paper.criteria:
        raise RubricHasNoCriteria
    version = paper.criteria[0].rubric.version
    if operation.rubric_version != version:
        raise RubricChanged(version)
    check_values(operation, paper.criteria)
    if operation.base_rev != paper.number:
        raise SheetStands(paper.number)


def refusal_of_paper(
    event: Event, seat: Seat, defense: Defense, current: SheetRevision | None
) -> DomainError | None:
    """Why nobody enters this paper now."""
    if event.is_rehearsal:
        return PaperInRehearsal()
    if why := _why_recused(seat, defense):
        return PaperOfRecused(seat.person.name, why)
    if current and current.sheet.state == ScoreSheet.State.SET_ASIDE:
        return PaperOfSetAside()
    return None if event.is_scoring_open else ResultStands()


def _why_recused(seat: Seat, defense: Defense) -> str:
    """In words; empty for who may score the team."""
    if interest := recusal_of(seat, defense):
        return ": ".join(filter(None, [str(interest.get_kind_display()), interest.reason]))
    if Seat.objects.filter(namesake_in(defense.pk), pk=seat.pk).exists():
        return str(
            _("somebody of the same name is in the project, and nobody has compared the two")
        )
    return ""


def _written(
    paper: _Paper,
    mine: PaperEntry | None,
    operation: SheetOperation,
    by: User,
    at: datetime,
) -> PaperEntry:
    entry = mine or PaperEntry(seat=paper.seat, defense=paper.defense, by=by)
    entry.rubric_version = operation.rubric_version
    entry.points = {key: plain(operation.points[key]) for key in sorted(operation.points)}
    entry.comment = operation.comment
    entry.op_id = operation.op_id
    entry.at = at
    entry.save()
    return entry


def _stored(
    paper: _Paper,
    first: PaperEntry,
    second: PaperEntry,
    operation: SheetOperation,
    at: datetime,
) -> Entered:
    """The two entries become a revision, or confirm the one that says the same; the comment is the first one's."""
    operation = replace(operation, comment=first.comment)
    is_known = paper.current is not None and _is_said(paper.current, operation)
    revision = paper.current if is_known else None
    if revision is None:
        revision = _appended(paper, operation, at)
    outcome = PaperEntry.Outcome.CONFIRMED if is_known else PaperEntry.Outcome.STORED
    for entry in (first, second):
        entry.revision, entry.outcome = revision, outcome
        entry.save(update_fields=["revision", "outcome"])
    told = {"user": first.by_id, **lines_of(first, second)}
    if is_known:
        _write(paper.event, second.by, "paper.confirmed", revision.sheet, second, told)
        return Entered.CONFIRMED
    told = _told(paper, revision) | told
    _write(paper.event, second.by, "score_sheet.entered", revision.sheet, second, told)
    return Entered.STORED


def _is_said(current: SheetRevision, operation: SheetOperation) -> bool:
    is_same_rubric = current.rubric_version == operation.rubric_version
    return is_same_rubric and says_the_same(operation, current)


def _appended(paper: _Paper, operation: SheetOperation, at: datetime) -> SheetRevision:
    """Under an id of its own: what a tablet still holds under that of an entry is told what stands."""
    operation = replace(operation, op_id=uuid4())
    if paper.event.rule_locked_at is None:
        paper.event.lock_rule(at)
    sheet = moved_on(paper.current, paper.assignment, operation)
    total = whole_total(operation.points, weights_of(paper.criteria))
    answer = SheetAnswer(Outcome.APPLIED, sheet.revision, sheet.state, total, at)
    return append_revision(sheet, operation, operation.body_hash(paper.assignment), answer)


def _told(paper: _Paper, revision: SheetRevision) -> dict[str, object]:
    """The details of a save, and whose sheet it is: the line is written by who entered it."""
    project = paper.defense.project_id
    details = details_of_save(
        revision, event=paper.event, project_id=project, criteria=paper.criteria
    )
    return {**details, "person": paper.seat.person_id}


def _write(
    event: Event,
    actor: User,
    verb: str,
    subject: PaperEntry | ScoreSheet,
    entry: PaperEntry,
    details: dict[str, object],
) -> None:
    places = {
        "seat": entry.seat_id,
        "defense": entry.defense_id,
        "project": entry.defense.project_id,
    }
    AuditEntry.write(event, actor, verb, subject, {**places, **details})

"""What the panel asked, noted by the experts' tablets and by the secretary: appended once for each operation.

The seat is held, as a decision on its ties holds it, so nobody is recused meanwhile; then the event.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from events.covered import lines_of
from events.models import AuditEntry, Event, Pass, Person, User
from experts.access import namesake_in, refusal_of_card, rehearsal_now, seats_of
from experts.errors import (
    AskedByRecused,
    ExpertIsRecused,
    NothingOfRehearsal,
    OperationReused,
    QuestionMoved,
    QuestionRefused,
    SheetNotFound,
)
from experts.models import Interest, PanelQuestion, Seat
from experts.models.panel import SeatQuerySet
from experts.questions import Said
from experts.services.sealed import refuse_if_sealed
from experts.validators import question_answer, question_text
from projects.models import Defense


def ask_from_tablet(
    said: Said, *, defense_id: int, held: Pass, at: datetime, rehearsal: int | None = None
) -> tuple[PanelQuestion, bool]:
    """The version, and whether it is new. `rehearsal` is the one in which it was typed.

    Raises SheetNotFound without a seat that hears the team, the refusals of a card, NothingOfRehearsal,
    ExpertIsRecused, OperationReused, QuestionMoved, QuestionRefused.
    """
    try:
        return _ask(said, defense_id, held, at, rehearsal)
    except IntegrityError:
        return _ask(said, defense_id, held, at, rehearsal)  # the same operation came meanwhile


@transaction.atomic
def _ask(
    said: Said, defense_id: int, held: Pass, at: datetime, rehearsal: int | None
) -> tuple[PanelQuestion, bool]:
    seat = _seat_of(held, defense_id)
    event = Event.objects.held(held.person.event_id)
    if refusal := refusal_of_card(held):
        raise refusal
    if found := _noted_before(said, seat, defense_id):
        return found, False
    if rehearsal is not None and rehearsal != rehearsal_now(event):
        raise NothingOfRehearsal
    if is_out_of(seat, defense_id):
        raise ExpertIsRecused
    defense = Defense.objects.select_related("project").get(pk=defense_id)
    before = _standing(event, said)
    if before is not None and (before.seat_id, before.defense_id) != (seat.pk, defense_id):
        raise QuestionMoved
    return _append(event, said, before, seat, defense, by=held.person, at=at), True


@transaction.atomic
def note_question(
    event: Event, said: Said, *, seat: Seat, defense: Defense, actor: User, at: datetime
) -> tuple[PanelQuestion, bool]:
    """By whoever keeps the protocol. A change may name another expert of the panel, and no other team.

    Raises AskedByRecused for a new question, OperationReused, QuestionMoved, QuestionRefused.
    """
    seat = _locked(Seat.objects.of_event(event), pk=seat.pk)
    held = Event.objects.held(event.pk)
    if found := _noted_before(said, seat, defense.pk):
        return found, False
    before = _standing(held, said)
    is_anothers = before is None or before.seat_id != seat.pk
    if is_anothers and is_out_of(seat, defense.pk):
        raise AskedByRecused(seat.person.name)
    if before is not None and before.defense_id != defense.pk:
        raise QuestionMoved
    return _append(held, said, before, seat, defense, by=actor, at=at), True


def is_out_of(seat: Seat, defense_id: int) -> bool:
    """Whether the expert is recused from the team, or has its member's very name."""
    recusing = Interest.objects.recusing().filter(seat=OuterRef("pk"), project__defense=defense_id)
    is_out = Q(Exists(recusing)) | namesake_in(defense_id)
    return Seat.objects.filter(is_out, pk=seat.pk).exists()


def _seat_of(held: Pass, defense_id: int) -> Seat:
    return _locked(seats_of(held).scoring(), panel__room__runitem__defense=defense_id)


def _locked(seats: SeatQuerySet, **where: object) -> Seat:
    found = seats.filter(**where).select_related("person").order_by("pk")
    seat = found.select_for_update(of=("self",), no_key=True).first()
    if seat is None:
        raise SheetNotFound
    return seat


def _noted_before(said: Said, seat: Seat, defense_id: int) -> PanelQuestion | None:
    """Raises OperationReused where the same operation said something else."""
    found = PanelQuestion.objects.filter(op_id=said.op_id).first()
    if found is None:
        return None
    noted = (found.question, found.seat_id, found.defense_id, found.number - 1)
    words = {name: getattr(found, name) for name in said.on_one_line()}
    if noted != (said.question, seat.pk, defense_id, said.seen) or words != said.on_one_line():
        raise OperationReused
    return found


def _standing(event: Event, said: Said) -> PanelQuestion | None:
    """The version that this one is made of. Raises QuestionMoved where another one stands."""
    current = PanelQuestion.objects.filter(question=said.question).current().first()
    is_here = current is None or current.is_rehearsal == event.is_rehearsal
    if said.seen != (current.number if current else 0) or not is_here:
        raise QuestionMoved
    return current


def _append(
    event: Event,
    said: Said,
    before: PanelQuestion | None,
    seat: Seat,
    defense: Defense,
    *,
    by: User | Person,
    at: datetime,
) -> PanelQuestion:
    refuse_if_sealed(event)
    words = said.on_one_line()
    for validator, text in ((question_text, words["text"]), (question_answer, words["answer"])):
        if (text or validator is question_text) and (flaw := validator.flaw(text)):
            raise QuestionRefused(flaw)
    question = PanelQuestion.objects.create(
        question=said.question,
        number=said.seen + 1,
        op_id=said.op_id,
        seat=seat,
        defense=defense,
        entered_by=by if isinstance(by, User) else None,
        at=at,
        is_rehearsal=event.is_rehearsal,
        **words,
    )
    details = {"seat": seat.pk, "project": defense.project_id, **lines_of(question)}
    AuditEntry.write(event, by, _verb(said, before), question, details)
    return question


def _verb(said: Said, before: PanelQuestion | None) -> str:
    if said.is_taken_back:
        return "question.taken_back"
    return "question.changed" if before else "question.asked"

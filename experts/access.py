"""Who sits where. Other people's sheets do not exist: who asks for one finds none."""

from dataclasses import dataclass

from django.db.models import Exists, Expression, Model, OuterRef, Q

from events.errors import DomainError
from events.models import AuditEntry, Event, Pass
from experts.errors import (
    CardOfRehearsal,
    ExpertIsRecused,
    RehearsalIsOn,
    SheetNotFound,
    Undeclared,
)
from experts.models import Declaration, Interest, ScoreSheet, Seat
from experts.models.panel import SeatQuerySet
from experts.sheets import Assignment
from projects.models import Defense, Project, Supervisor, TeamMember


@dataclass(frozen=True)
class Assigned:
    """The seat from which a card scores a defense, and what keeps it from scoring now, if anything."""

    seat: Seat
    assignment: Assignment
    refusal: DomainError | None


def assignment(held: Pass, defense_id: int, *, seat_id: int | None = None) -> Assigned:
    """May this card score this defense, and from which seat? Raises SheetNotFound if from none.

    The service asks again under the lock of the seat: a recusal, a revoked card or a rehearsal may
    come between this answer and the save.
    """
    seats = seats_of(held).scoring().filter(panel__room__runitem__defense=defense_id)
    if seat_id is not None:
        seats = seats.filter(pk=seat_id)
    recusing = Interest.objects.recusing().filter(seat=OuterRef("pk"), project__defense=defense_id)
    aside = ScoreSheet.objects.set_aside().filter(seat=OuterRef("pk"), defense=defense_id)
    seat = seats.annotate(
        is_recused=Exists(recusing) | Exists(aside) | namesake_in(defense_id),
        is_undeclared=undeclared(),
    ).first()
    if seat is None:
        raise SheetNotFound
    is_recused = getattr(seat, "is_recused", True)
    refusal = refusal_of_card(held) or (ExpertIsRecused() if is_recused else None)
    if refusal is None and getattr(seat, "is_undeclared", True):
        refusal = Undeclared()
    return Assigned(seat, Assignment(seat.pk, defense_id), refusal)


def namesake_in(defense_id: int | Expression) -> Q:
    """Asked of a seat: whether its very name stands in the project, and the two were never compared."""
    found = Q()
    roles: tuple[tuple[type[Model], str], ...] = (
        (Supervisor, Interest.Kind.SUPERVISOR),
        (TeamMember, Interest.Kind.MEMBER),
    )
    for model, kind in roles:
        known = Interest.objects.filter(seat=OuterRef(OuterRef("pk")), kind=kind)
        called = model._default_manager.filter(
            project__defense=defense_id, person__name=OuterRef("person__name")
        )
        found |= Q(Exists(called.exclude(Exists(known.filter(project=OuterRef("project"))))))
    return found


def undeclared() -> Q:
    """Asked of a seat: whether its event waits for a declaration of it.

    A rehearsal asks for none, and after the close of scoring none is made any more.
    """
    asking = Q(
        panel__room__event__asks_declaration=True,
        panel__room__event__is_rehearsal=False,
        panel__room__event__scoring_closed_at=None,
    )
    return asking & Q(~Exists(Declaration.objects.filter(seat=OuterRef("pk"))))


def refusal_of_card(held: Pass) -> DomainError | None:
    """Why this card scores nothing now, if it does not."""
    return rehearsal_refusal(card=held.is_rehearsal, event=held.person.event.is_rehearsal)


def rehearsal_refusal(*, card: bool, event: bool) -> DomainError | None:
    """Points of a rehearsal and of the day do not mix: whether card and event are of a rehearsal."""
    if card == event:
        return None
    return RehearsalIsOn() if event else CardOfRehearsal()


def rehearsal_now(event: Event) -> int | None:
    """Which rehearsal goes on: the line of the log with which it began. None on the day, without a query."""
    if not event.is_rehearsal:
        return None
    begun = AuditEntry.objects.filter(event=event, verb="rehearsal.began")
    return begun.order_by("-number").values_list("number", flat=True).first()


def seats_of(held: Pass) -> SeatQuerySet:
    """The seats of whoever holds the pass."""
    seats = Seat.objects.filter(person=held.person_id)
    return seats.select_related("person", "panel__room__event")


def seats_in_order(held: Pass) -> list[Seat]:
    return list(seats_of(held).order_by("panel__room"))


def declaring_seat(held: Pass, project: Project) -> Seat:
    """The seat whose tie to the project it is: the one that scores it, else the first. Raises SheetNotFound."""
    seats = seats_in_order(held)
    scoring = seats_of(held).filter(panel__room__runitem__defense__project=project).first()
    if not seats:
        raise SheetNotFound
    return scoring or seats[0]


def recusal_of(seat: Seat, defense: Defense) -> Interest | None:
    """The interest that keeps this seat from scoring the defense, if any."""
    recusing = Interest.objects.recusing().filter(seat=seat, project=defense.project_id)
    return recusing.order_by("pk").first()

"""Prepares an event for a rehearsal: checks that nothing real is at stake and hands out the cards."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from defense.rehearsal.points import Scale
from diplomas.models import Diploma
from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Criterion, Event, Membership, Pass, Person, RunItem, User
from events.services.members import add_member
from events.services.passes import issue_pass
from experts.models import ScoreSheet, Seat
from experts.services.closing import held_event
from projects.models import Defense, TeamMember

LEADING = (Seat.Role.CHAIR, Seat.Role.DEPUTY)


class EventHasRealMarks(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This event has score sheets or diplomas of its own. A rehearsal would mix with them."
            )
        )


class RehearsalNotReset(DomainError):
    def __init__(self, slug: str) -> None:
        super().__init__(
            _(
                "An earlier rehearsal is still there. Take it back first, on its page or with manage.py reset_rehearsal %(slug)s"
            )
            % {"slug": slug}
        )


class DayHasBegun(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The day of this event has begun, or is over. A rehearsal would take its hours away: rehearse before it."
            )
        )


@dataclass(frozen=True)
class ExpertPart:
    order: int
    name: str
    seat_id: int
    token: str
    leads: bool


@dataclass(frozen=True)
class TraineePart:
    name: str
    token: str


@dataclass(frozen=True)
class Cast:
    """Who plays, with the key of each; it lives in memory only."""

    slug: str
    scales: tuple[Scale, ...]
    project_of_defense: dict[int, int]
    organizer_email: str
    secretary_email: str
    password: str  # of both accounts
    experts: tuple[ExpertPart, ...]
    trainees: tuple[TraineePart, ...]


def organizer_email(event: Event) -> str:
    return f"rehearsal-{event.slug}@localhost.localdomain"


def secretary_email(event: Event) -> str:
    return f"rehearsal-secretary-{event.slug}@localhost.localdomain"


@transaction.atomic
def cast_rehearsal(event_id: int, *, at: datetime) -> Cast:
    """Mark the event as a rehearsal and make a card for everybody who plays.

    Raises EventHasRealMarks, RehearsalNotReset or DayHasBegun: a rehearsal starts from nothing.
    """
    event = begin_rehearsal(event_id, actor="command:rehearse")
    password = secrets.token_urlsafe(18)
    for email, role in (
        (organizer_email(event), Membership.Role.OWNER),
        (secretary_email(event), Membership.Role.SECRETARY),
    ):
        user = User.objects.create_user(email, password)
        add_member(event, user, role=role, actor="command:rehearse")
    return Cast(
        slug=event.slug,
        scales=scales_of(event),
        project_of_defense=dict(
            Defense.objects.of_event(event).values_list("pk", "project__number")
        ),
        organizer_email=organizer_email(event),
        secretary_email=secretary_email(event),
        password=password,
        experts=expert_parts(event, at),
        trainees=trainee_parts(event, at),
    )


@transaction.atomic
def begin_rehearsal(event_id: int, *, actor: User | str) -> Event:
    """Mark the event, whose seats and row stay locked. Raises EventHasRealMarks, RehearsalNotReset, DayHasBegun."""
    event = held_event(event_id)
    refuse_to_mix(event)
    event.is_rehearsal = True
    event.save(update_fields=["is_rehearsal"])
    AuditEntry.write(event, actor, "rehearsal.began", event, lines_of(event))
    return event


def refuse_to_mix(event: Event) -> None:
    has_points = (
        ScoreSheet.objects.of_event(event).exists() or Diploma.objects.of_event(event).exists()
    )
    if event.is_rehearsal:
        raise RehearsalNotReset(event.slug)
    if has_points or event.rule_locked_at or event.scoring_closed_at:
        raise EventHasRealMarks
    if _has_hours(event):
        raise DayHasBegun


def _has_hours(event: Event) -> bool:
    lines = RunItem.objects.of_event(event)
    return lines.exclude(started_at=None, skipped_at=None).exists()


def scales_of(event: Event) -> tuple[Scale, ...]:
    criteria = Criterion.objects.filter(rubric__event=event)
    return tuple(Scale(criterion.key, criterion.choices()) for criterion in criteria)


def expert_parts(event: Event, at: datetime) -> tuple[ExpertPart, ...]:
    seats = Seat.objects.of_event(event).scoring().in_order().select_related("person__event")
    return tuple(
        ExpertPart(
            order=seat.order,
            name=seat.person.name,
            seat_id=seat.pk,
            token=card_for(seat.person, Pass.Kind.EXPERT, at),
            leads=seat.role in LEADING,
        )
        for seat in seats
    )


def trainee_parts(event: Event, at: datetime) -> tuple[TraineePart, ...]:
    members = TeamMember.objects.of_event(event).in_order().select_related("person__event")
    return tuple(
        TraineePart(member.person.name, card_for(member.person, Pass.Kind.TRAINEE, at))
        for member in members
    )


def card_for(person: Person, kind: Pass.Kind, at: datetime) -> str:
    card = issue_pass(person, kind=kind, actor="command:rehearse", at=at, is_rehearsal=True)
    return card.token

"""A tie decided on the tablet: by the chair, where the chair is concerned by the deputy, never by whom it concerns.

Who is recused from a project, or has an open tie to it, decides nothing about it: where chair and deputy
both do, the organizers decide.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from experts.errors import DecidedInRehearsal, NotYoursToDecide
from experts.models import Interest, Seat
from experts.models.panel import InterestQuerySet
from experts.services.interests import decide_interest


def decidable_from(seat: Seat) -> InterestQuerySet:
    """The ties that whoever sits here decides; none for a member, a secretary or a reserve."""
    return falling_to(seat).exclude(project__in=tied_to([seat.person_id]))


def falling_to(seat: Seat) -> InterestQuerySet:
    """The same, with those that an own tie to the project leaves to others."""
    ties = Interest.objects.filter(seat__panel=seat.panel_id).exclude(seat__person=seat.person_id)
    if seat.role == Seat.Role.CHAIR:
        return ties
    if seat.role != Seat.Role.DEPUTY:
        return ties.none()
    chair = Seat.objects.filter(panel=seat.panel_id, role=Seat.Role.CHAIR)
    of_the_chair = Q(seat__role=Seat.Role.CHAIR)
    return ties.filter(of_the_chair | Q(project__in=tied_to(chair.values("person"))))


def tied_to(people: Collection[int] | QuerySet[Seat, Any]) -> QuerySet[Interest, Any]:
    """The projects that these people are tied to, from whichever seat."""
    return Interest.objects.standing_between().filter(seat__person__in=people).values("project")


@transaction.atomic
def decide_from_seat(
    interest_id: int, *, seat_id: int, outcome: str, reason: str, at: datetime
) -> Interest:
    """Decide an open tie, as organizers do. Locks the seats of both people, of whoever decides all, in the order of their keys.

    Raises NotYoursToDecide, DecidedInRehearsal, and what `decide_interest` raises; DecidedMeanwhile if it
    is open no longer.
    """
    concerned = Interest.objects.filter(pk=interest_id).values("seat")
    decides = Seat.objects.filter(pk=seat_id).values("person")
    both = Seat.objects.filter(Q(person__in=decides) | Q(pk__in=concerned)).order_by("pk")
    locked = {seat.pk: seat for seat in both.select_for_update(of=("self",), no_key=True)}
    seat = locked.get(seat_id)
    if seat is None or not decidable_from(seat).filter(pk=interest_id).exists():
        raise NotYoursToDecide
    decider = Seat.objects.select_related("person__event").get(pk=seat_id)
    if decider.person.event.is_rehearsal:
        raise DecidedInRehearsal
    return decide_interest(
        interest_id, outcome=outcome, reason=reason, actor=decider, at=at, seen=""
    )

"""A tie decided on the tablet: by the chair, of the chair by the deputy, never by whom it concerns."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from experts.errors import DecidedInRehearsal, NotYoursToDecide
from experts.models import Interest, Seat
from experts.models.panel import InterestQuerySet
from experts.services.interests import decide_interest


def decidable_from(seat: Seat) -> InterestQuerySet:
    """The ties that whoever sits here decides; none for a member, a secretary or a reserve."""
    ties = Interest.objects.filter(seat__panel=seat.panel_id).exclude(seat__person=seat.person_id)
    if seat.role == Seat.Role.CHAIR:
        return ties
    of_the_chair = Q(seat__role=Seat.Role.CHAIR)
    return ties.filter(of_the_chair) if seat.role == Seat.Role.DEPUTY else ties.none()


@transaction.atomic
def decide_from_seat(
    interest_id: int, *, seat_id: int, outcome: str, reason: str, at: datetime
) -> Interest:
    """Decide an open tie, as organizers do. Locks both seats in the order of their keys.

    Raises NotYoursToDecide, DecidedInRehearsal, and what `decide_interest` raises; DecidedMeanwhile if it
    is open no longer.
    """
    concerned = Interest.objects.filter(pk=interest_id).values("seat")
    both = Seat.objects.filter(Q(pk=seat_id) | Q(pk__in=concerned)).order_by("pk")
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

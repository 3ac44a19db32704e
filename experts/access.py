"""Who sits where. Other people's sheets do not exist: a loader answers 404."""

from django.shortcuts import get_object_or_404

from events.access import PassRequest
from events.models import Pass
from experts.models import Interest, Seat
from experts.models.panel import SeatQuerySet
from projects.models import Defense


def seats_of(request: PassRequest) -> SeatQuerySet:
    """The seats of whoever holds the pass."""
    seats = Seat.objects.filter(person=request.held.person)
    return seats.select_related("person", "panel__room__event")


def seat_at(request: PassRequest, defense_id: int) -> Seat:
    """The seat from which this expert scores the defense; 404 for who has none in its room.

    A recused expert has one: `recusal_of` says so, and their page tells them why.
    """
    heard_there = seats_of(request).filter(panel__room__runitem__defense=defense_id)
    return get_object_or_404(heard_there.scoring())


def is_of_another_day(held: Pass) -> bool:
    """Whether this card is of the day while a rehearsal goes on, or left from a rehearsal."""
    return held.is_rehearsal != held.person.event.is_rehearsal


def recusal_of(seat: Seat, defense: Defense) -> Interest | None:
    """The interest that keeps this seat from scoring the defense, if any."""
    recusing = Interest.objects.recusing().filter(seat=seat, project=defense.project_id)
    return recusing.order_by("pk").first()

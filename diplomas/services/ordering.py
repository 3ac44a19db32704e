"""The order in which people are called: chosen, and changed by moving one of them. The row of the event is the lock."""

from typing import Final

from django.db import transaction

from diplomas.call_order import Calling, called
from diplomas.errors import OrderOfTheDay
from diplomas.file_kinds import AS_MOVED
from diplomas.models import CallOrder
from diplomas.services.issuing import locked_event
from events.covered import lines_of
from events.editing import RowGone
from events.models import AuditEntry, Event, Person, User
from events.models.audit import name_of
from events.revisions import Beside, moved

CHOSEN: Final = "call_order.chosen"
MOVED: Final = "call_order.moved"
FORGOTTEN: Final = "call_order.forgotten"


@transaction.atomic
def choose_call_order(event_id: int, order: str, *, actor: User | str) -> None:
    """What was arranged by hand is kept; the first time it begins as the order stood before. Raises OrderOfTheDay."""
    event = _held_on_the_day(event_id)
    calling = Calling.of_event(event)
    people = list(calling.people)
    if order == AS_MOVED and not people:
        people = [each.person for each in called(event, calling)]
    if order != calling.order:
        _keep(event, order, people, CHOSEN, actor)


@transaction.atomic
def move_in_call_order(event_id: int, person: int, to: Beside | int, *, actor: User | str) -> None:
    """Beside another, or to a place of the whole list.

    Raises RowGone, also where nobody arranges it by hand, and OrderOfTheDay.
    """
    event = _held_on_the_day(event_id)
    calling = Calling.of_event(event)
    if calling.order != AS_MOVED:
        raise RowGone
    now = [str(each.person) for each in called(event, calling)]
    beside = _beside(now, str(person), to) if isinstance(to, int) else to
    people = [int(each) for each in moved(now, str, str(person), beside)]
    if people != list(calling.people):
        _keep(event, AS_MOVED, people, MOVED, actor)


@transaction.atomic
def forget_call_order(event_id: int, *, actor: User | str) -> None:
    """People are called by team again, and what was arranged is gone. Raises OrderOfTheDay."""
    event = _held_on_the_day(event_id)
    if row := CallOrder.objects.filter(event=event).first():
        gone = lines_of(gone=[name_of(row)])
        row.delete()
        AuditEntry.write(event, actor, FORGOTTEN, event, gone)


def hand_place_on(event: Event, gone: Person, kept: Person, *, actor: User | str) -> None:
    """Within a transaction that makes two records one: who is not arranged yet takes the place of the other."""
    row = CallOrder.objects.filter(event=event).first()
    if row and gone.pk in row.people:
        without = [each for each in row.people if each != gone.pk or kept.pk not in row.people]
        people = [kept.pk if each == gone.pk else each for each in without]
        _keep(event, row.order, people, MOVED, actor)


def _held_on_the_day(event_id: int) -> Event:
    """There is one order, that of the day: a rehearsal changes nothing of it."""
    event = locked_event(event_id)
    if event.is_rehearsal:
        raise OrderOfTheDay
    return event


def _beside(now: list[str], person: str, place: int) -> Beside:
    """Raises RowGone."""
    if person not in now:
        raise RowGone
    at = min(max(place, 1), len(now)) - 1
    return Beside(now[at], is_after=at > now.index(person))


def _keep(event: Event, order: str, people: list[int], verb: str, actor: User | str) -> None:
    row, _is_new = CallOrder.objects.update_or_create(
        event=event, defaults={"order": order, "people": people}
    )
    AuditEntry.write(event, actor, verb, event, {"order": order, **lines_of(row)})

"""What is missing of an event, in all its apps, until it can open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from events.models import Criterion, Event, Person
from events.rules import Gap
from experts.models import Seat
from projects.models import Project


def gaps_of(event: Event) -> list[Gap]:
    """In the order of the event file. One query for each kind of gap."""
    return list(_gaps(event))


def _gaps(event: Event) -> Iterator[Gap]:
    if not Person.objects.of_event(event).exists():
        yield Gap("people", _("Nobody is named yet."))
    if not Criterion.objects.filter(rubric__event=event).exists():
        yield Gap("rubric", _("This event has no criteria yet."))
    if not Project.objects.of_event(event).exists():
        yield Gap("projects", _("There is no project yet."))
    if not Seat.objects.of_event(event).filter(role=Seat.Role.CHAIR).exists():
        yield Gap("panel", _("The panel has no chair."))

"""What stands around every page of an event's organizers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from defense.desk.places import menu_of
from events.access import Grant, Right, grant_of
from events.models import Membership


def organizer_frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor: the event, its menu, and what the reader may see and change there.

    The menu is counted when a page shows it, so that a part of a page costs nothing more. Pages of
    nobody's event get nothing.
    """
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {}
    event, grant = membership.event, grant_of(membership)
    place: str = getattr(request, "place", "")
    others: Sequence[Membership] = getattr(request, "memberships", ())
    return {
        "event": event,
        "other_events": [each.event for each in others if each.event_id != event.pk],
        "menu": SimpleLazyObject(lambda: menu_of(event, grant, place)),
        **rights_of(grant),
    }


def rights_of(grant: Grant) -> dict[str, dict[str, bool]]:
    """For templates: `{% if sees.results %}` and, where something changes, `{% if can.panel %}`."""
    return {
        "sees": {right.value: grant.may_see(right) for right in Right},
        "can": {right.value: grant.may_change(right) for right in Right},
    }

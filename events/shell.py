"""What stands around every organizer page: the event, the place in the sidebar that is on, and beside
each place the count of what still needs a human there.

A higher app hangs up its count in `AppConfig.ready`; this one knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from events.access import OrganizerRequest
from events.models import Event


@dataclass(frozen=True)
class Badge:
    count: Callable[[Event], int | None]
    text: str | Promise


BADGES: dict[str, Badge] = {}


def register_badge(place: str, count: Callable[[Event], int | None], text: str | Promise) -> None:
    """Show `text` with its `%(count)d` beside a place while the count of an event is not zero.

    The text may be a `gettext_lazy`, or an `ngettext_lazy` on "count". `count` costs every organizer
    page its queries: one.
    """
    BADGES[place] = Badge(count=count, text=text)


def organizer_shell(request: OrganizerRequest, event: Event, place: str) -> dict[str, Any]:
    """The context of layouts/organizer.html: `event`, `place`, `badges` and the reader's `user`."""
    counted = ((name, badge, badge.count(event)) for name, badge in BADGES.items())
    badges = {name: str(badge.text % {"count": count}) for name, badge, count in counted if count}
    return {"event": event, "place": place, "badges": badges, "user": request.user}

"""The places of the organizers' menu, the right that opens each, and what still needs a human there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diplomas.reports import failed_count
from events.access import Grant, Right
from events.models import Event
from experts.reports import to_confirm_count
from projects.reports import unnamed_count

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Badge:
    """What is counted at a place, for one query, and the words around the figure."""

    count: Callable[[Event], int]
    words: _StrPromise

    def of(self, event: Event) -> str:
        """The words for this event; nothing while there is nothing to count."""
        count = self.count(event)
        return str(self.words % {"count": count}) if count else ""


@dataclass(frozen=True)
class Place:
    """One line of the menu: its page, what it is called, and the right without which it is not shown."""

    page: str
    label: _StrPromise
    right: Right
    badge: Badge | None = None


PLACES: Final = (
    Place("overview", _("Overview"), Right.DAY),
    Place("run_of_show", _("Run of show"), Right.DAY),
    Place("people", _("People"), Right.PEOPLE),
    Place("teams", _("Teams"), Right.PEOPLE, Badge(unnamed_count, _("%(count)d unnamed"))),
    Place("panel", _("Panel"), Right.PANEL, Badge(to_confirm_count, _("%(count)d to confirm"))),
    Place("scoring", _("Scoring"), Right.SCORING),
    Place("results", _("Results"), Right.RESULTS),
    Place("diplomas", _("Diplomas"), Right.DIPLOMAS, Badge(failed_count, _("%(count)d failed"))),
    Place("passes", _("Access cards"), Right.PASSES),
    Place("settings", _("Settings"), Right.SETTINGS),
    Place("members", _("Members"), Right.MEMBERS),
    Place("log", _("Log"), Right.MEMBERS),
)


RIGHTS: Final = {place.page: place.right for place in PLACES}


@dataclass(frozen=True)
class MenuLine:
    label: str
    href: str
    is_current: bool
    badge: str


def menu_of(event: Event, grant: Grant, current: str) -> list[MenuLine]:
    """The places that this member may see. One query for each badge among them."""
    return [
        MenuLine(
            label=str(place.label),
            href=reverse(f"organizer:{place.page}", args=[event.slug]),
            is_current=place.page == current,
            badge=place.badge.of(event) if place.badge else "",
        )
        for place in PLACES
        if grant.may_see(place.right)
    ]

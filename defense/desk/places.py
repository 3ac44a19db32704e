"""The places of the organizers' menu, the right that opens each, and what still needs a human there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diplomas.reports import failed_jobs
from events.access import Grant, Right
from events.counting import counts_of
from events.models import Event
from experts.reports import to_confirm
from projects.models import TeamMember
from projects.reports import unnamed_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Badge:
    """The rows that are counted at a place, the figure they come to, and the words around it."""

    name: str
    rows: Callable[[Event], QuerySet[Any]]
    words: _StrPromise
    figure: Callable[[Event, int], int] = lambda event, count: count

    def of(self, event: Event, count: int) -> str:
        """The words for this event; nothing while there is nothing to say."""
        figure = self.figure(event, count)
        return str(self.words % {"count": figure}) if figure else ""


@dataclass(frozen=True)
class Place:
    """One line of the menu: its page, what it is called, and the right without which it is not shown."""

    page: str
    label: _StrPromise
    right: Right
    badge: Badge | None = None


UNNAMED: Final = Badge("named", TeamMember.objects.of_event, _("%(count)d unnamed"), unnamed_of)
TO_CONFIRM: Final = Badge("to_confirm", to_confirm, _("%(count)d to confirm"))
FAILED: Final = Badge("failed", failed_jobs, _("%(count)d failed"))

PLACES: Final = (
    Place("overview", _("Overview"), Right.DAY),
    Place("run_of_show", _("Run of show"), Right.DAY),
    Place("people", _("People"), Right.PEOPLE),
    Place("teams", _("Teams"), Right.PEOPLE, UNNAMED),
    Place("panel", _("Panel"), Right.PANEL, TO_CONFIRM),
    Place("scoring", _("Scoring"), Right.SCORING),
    Place("results", _("Results"), Right.RESULTS),
    Place("protocol", _("Protocol"), Right.PROTOCOL),
    Place("diplomas", _("Diplomas"), Right.DIPLOMAS, FAILED),
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


def badge_rows(event: Event, grant: Grant) -> dict[str, QuerySet[Any]]:
    """What is counted for the menu of this member."""
    badges = (place.badge for place in PLACES if grant.may_see(place.right))
    return {badge.name: badge.rows(event) for badge in badges if badge}


def menu_of(
    event: Event, grant: Grant, current: str, counts: Mapping[str, int] | None = None
) -> list[MenuLine]:
    """The places that this member may see. One query for all badges, unless the page has counted them."""
    if counts is None:
        counts = counts_of(event, badge_rows(event, grant))
    return [
        MenuLine(
            label=str(place.label),
            href=reverse(f"organizer:{place.page}", args=[event.slug]),
            is_current=place.page == current,
            badge=place.badge.of(event, counts[place.badge.name]) if place.badge else "",
        )
        for place in PLACES
        if grant.may_see(place.right)
    ]

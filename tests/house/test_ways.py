"""No link and no button of a page leads its reader to a refusal, whatever their role."""

import re
from collections.abc import Iterable
from functools import cache

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from events.models import Event
from tests.cast import as_organizer
from tests.house.doors import MEMBERS, may
from tests.house.doors_table import DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_languages import pages_for

pytestmark = pytest.mark.once(
    "who may go where is of no engine; the doors themselves are asked on both"
)

PAGES = sorted(
    name for name, door in DOORS.items() if name.startswith("organizer:") and not door.is_act
)
LIMITED = {who: role for who, role in MEMBERS.items() if role != "owner"}  # who may do everything
LINK = re.compile(r'<(?:a|form)\b[^>]*?\b(?:href|action)="(/[^"#?]*)')
HTMX = re.compile(r'\bhx-(?:get|post)="(/[^"#?]*)')


def ways_of(html: str) -> list[str]:
    return sorted({*LINK.findall(html), *HTMX.findall(html)})


@cache
def leads_to_refusal(way: str, role: str) -> bool:
    match = resolve(way)
    door = DOORS.get(match.view_name)
    if door is None or not door.right:
        return False
    asks_more = door.is_act or door.asks_to_change
    return not may(role, door.right, *(("change",) if asks_more else ("see", "change")))


def pages_of(who: str, scene: Scene, client, names: Iterable[str] = PAGES) -> dict[str, str]:
    """Every page this member may open, as text."""
    pages = {}
    for name in pages_for(who).keys() & set(names):
        response = client.get(reverse(name, args=DOORS[name].arguments(scene)))
        if response.status_code in {200, 403} and response["Content-Type"].startswith("text/html"):
            pages[name] = response.content.decode()
    return pages


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [Event.Phase.DRAFT, Event.Phase.LIVE])
@pytest.mark.parametrize(("who", "role"), LIMITED.items())
def test_every_way_on_a_page_is_open_to_its_reader(client, who, role, phase):
    scene = set_scene()
    Event.objects.filter(pk=scene.cast.event.pk).update(phase=phase)
    as_organizer(client, getattr(scene.cast, who))

    refused = {
        name: [way for way in ways_of(html) if leads_to_refusal(way, role)]
        for name, html in pages_of(who, scene, client).items()
    }

    assert {name: ways for name, ways in refused.items() if ways} == {}


@pytest.mark.django_db
def test_a_way_to_a_refusal_would_be_seen(client):
    """The negative control: the owner's pages, as if a moderator read them."""
    scene = set_scene()
    as_organizer(client, scene.cast.olga)
    with transaction.atomic():
        pages = pages_of("olga", scene, client, ("organizer:overview", "organizer:scoring"))

    refused = {
        way
        for html in pages.values()
        for way in ways_of(html)
        if leads_to_refusal(way, "moderator")
    }

    assert {"/organize/ours/results/", "/organize/ours/scoring/close/"} <= refused

"""One next step on top of the overview: what blocks, then what waits, then the next phase."""

import pytest
from django.urls import reverse

from defense.desk.next_step import NextStep
from events.models import Event
from tests.cast import as_organizer, gather
from tests.defense.event_file.database import load, loaded
from tests.defense.event_file.documents import drop
from tests.factories import EventFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def step_of(client, event, role="owner", phase=None) -> NextStep | None:
    if phase:
        Event.objects.filter(pk=event.pk).update(phase=phase)
    as_organizer(client, MembershipFactory(event=event, role=role).user)
    return client.get(reverse("organizer:overview", args=[event.slug])).context["next"]


def test_a_new_event_needs_people_first(client):
    step = step_of(client, EventFactory(slug="new", phase="draft"))

    assert step.href.startswith("/organize/new/")
    assert step.action == "See to it"


def test_what_a_draft_is_missing_comes_first(client):
    event = load(drop("panel[0].role")).event

    step = step_of(client, event, phase="draft")

    assert step == NextStep(
        "The panel has no chair.", "See to it", "/organize/shymkent-2019/panel/"
    )


def test_a_draft_that_lacks_nothing_is_opened(client):
    event = loaded()

    assert step_of(client, event, phase="draft").href == "#phase"


def test_who_may_not_take_the_step_is_told_of_none(client):
    event = loaded()

    assert step_of(client, event, role="moderator", phase="draft") is None


def test_an_open_event_has_what_waits_for_somebody(client):
    cast = gather()

    step = step_of(client, cast.event, phase="open")

    assert step.sentence in client.get("/organize/ours/").content.decode()
    assert step.href.startswith("/organize/ours/")

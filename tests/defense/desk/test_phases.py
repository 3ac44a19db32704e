"""The phase on the overview: the steps in words, what they wait for, and pressing them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from defense.desk.gaps import gaps_of
from defense.desk.phases import WORDS, gap_lines
from events.access import POLICY
from events.models import AuditEntry, Event, Membership
from events.rules import Gap
from events.services.phases import STEPS
from tests.cast import as_organizer, gather
from tests.experts.hall import give
from tests.experts.sealed_events import sealed_with
from tests.factories import (
    DAY,
    DefenseFactory,
    EventFactory,
    MembershipFactory,
    RunItemFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db

Phase = Event.Phase
Role = Membership.Role


def overview(client, event):
    return client.get(reverse("organizer:overview", args=[event.slug]))


def press(client, event, name, page="day_move", **said):
    return client.post(reverse(f"organizer:{page}", args=[event.slug]), {"step": name, **said})


def steps_offered(response) -> list[str]:
    return re.findall(r'name="step" value="(\w+)"', response.content.decode())


@pytest.fixture
def draft(client) -> Event:
    """A half set-up event: a title and a date, and nobody in it."""
    membership = MembershipFactory(event__phase=Phase.DRAFT)
    client.force_login(membership.user)
    return membership.event


def test_every_step_has_its_words():
    assert list(WORDS) == list(STEPS)


def test_a_draft_lists_its_gaps_with_the_way_to_each(client, draft):
    page = overview(client, draft).content.decode()

    assert "Open the event" in page
    for sentence, place in (
        ("There is no project yet.", "teams"),
        ("The panel has no chair.", "panel"),
    ):
        href = reverse(f"organizer:{place}", args=[draft.slug])
        assert f'<li><a href="{href}">{sentence}</a></li>' in page
    assert steps_offered(overview(client, draft)) == []


def test_opening_is_refused_with_the_same_list(client, draft):
    sentences = [gap.sentence for gap in gaps_of(draft)]
    listed = words(overview(client, draft))

    response = press(client, draft, "open", "event_move")

    draft.refresh_from_db()
    assert response.status_code == 409
    assert " ".join(["Missing until then:", *sentences]) in listed
    assert " ".join(["Not yet.", *sentences]) in words(response)
    assert draft.phase == Phase.DRAFT
    assert not AuditEntry.objects.filter(event=draft, verb="event.moved").exists()


def test_a_whole_draft_is_opened_and_guests_find_it(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(phase=Phase.DRAFT)
    as_organizer(client, cast.olga)
    guests_page = reverse("public:event", args=["ours"])
    hidden = client.get(guests_page).status_code
    offered = steps_offered(overview(client, cast.event))

    response = press(client, cast.event, "open", "event_move")

    assert (hidden, offered) == (404, ["open"])
    assert response.url == reverse("organizer:overview", args=["ours"])
    assert "The phase of the event is now: open." in words(overview(client, cast.event))
    assert client.get(guests_page).status_code == 200


def test_the_whole_way_there_and_back_is_one_line_of_the_log_each(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(phase=Phase.OPEN, scoring_closed_at=DAY)
    as_organizer(client, cast.olga)
    day = [(name, "day_move") for name in ("begin", "close", "resume", "close")]
    archive = [(name, "event_move") for name in ("archive", "restore")]
    back = [("resume", "day_move"), ("postpone", "day_move"), ("withdraw", "event_move")]

    answers = [press(client, cast.event, *each).status_code for each in (*day, *archive, *back)]

    entries = AuditEntry.objects.filter(event=cast.event, verb="event.moved").order_by("number")
    assert answers == [302] * 9
    assert [entry.details["to"] for entry in entries] == [
        *("live", "closed", "live", "closed"),
        *("archived", "closed"),
        *("live", "open", "draft"),
    ]
    assert {entry.actor for entry in entries} == {f"user:{cast.olga.pk}"}


def test_closing_an_event_with_points_and_no_seal_asks_and_says_what_is_missing(client):
    """Two teams are tied for the first place: whoever may close and not see results does not read that."""
    cast = gather()
    item = RunItemFactory(room=cast.defense.run_item.room, order=2)
    second = DefenseFactory(project__event=cast.event, project__number=2, run_item=item)
    for defense in (cast.defense, second):
        give(cast.emil, defense, {"research": "8", "answers": "9"})
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)

    of_owner = press(as_organizer(client, cast.olga), cast.event, "close")
    of_host = press(as_organizer(Client(), cast.hana), cast.event, "close")
    phase = Event.objects.get(pk=cast.event.pk).phase
    press(client, cast.event, "close", agreed="1")

    assert all("without a sealed protocol?" in words(asked) for asked in (of_owner, of_host))
    assert "Teams 1, 2 share a place that counts" in words(of_owner)
    assert "share a place" not in words(of_host)
    assert (phase, Event.objects.get(pk=cast.event.pk).phase) == (Phase.LIVE, Phase.CLOSED)


def test_a_sealed_event_is_closed_without_a_question(client):
    cast = gather()
    give(cast.emil, cast.defense, {"research": "8", "answers": "9"})
    sealed_with(cast.event, cast.clara)
    as_organizer(client, cast.olga)

    step = client.get(reverse("organizer:overview", args=["ours"])).context["next"]
    press(client, cast.event, "close")

    assert step.action == "Close the event"
    assert Event.objects.get(pk=cast.event.pk).phase == Phase.CLOSED


def test_the_page_of_somebody_who_was_slower_is_refused_and_shows_where_the_event_is(client):
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(phase=Phase.DRAFT)

    response = press(as_organizer(client, cast.hana), cast.event, "begin")

    assert response.status_code == 409
    assert "meanwhile the event was moved on. Its phase now: draft." in words(response)


@pytest.mark.parametrize("name", ["", "open", "nothing"])
def test_a_request_that_names_no_step_of_this_page_changes_nothing(client, name):
    cast = gather()
    as_organizer(client, cast.hana)

    press(client, cast.event, name)

    assert "Nothing was changed: say which step to take." in words(overview(client, cast.event))
    assert Event.objects.get(pk=cast.event.pk).phase == Phase.LIVE


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.OWNER, ["begin", "withdraw"]),
        (Role.SECRETARY, ["begin"]),
        (Role.HOST, ["begin"]),
        (Role.MODERATOR, []),
        (Role.OBSERVER, []),
    ],
)
def test_each_is_offered_the_steps_of_their_role(client, role, steps):
    membership = MembershipFactory(event__phase=Phase.OPEN, role=role)
    client.force_login(membership.user)

    assert steps_offered(overview(client, membership.event)) == steps


def test_who_may_not_take_the_next_step_reads_who_may(client):
    membership = MembershipFactory(event__phase=Phase.OPEN, role=Role.OBSERVER)
    client.force_login(membership.user)

    assert "Who may do this: owner, secretary, host." in words(overview(client, membership.event))


def test_a_step_that_waits_has_no_button_and_says_for_what(client):
    membership = MembershipFactory(event__phase=Phase.LIVE, role=Role.HOST)
    client.force_login(membership.user)

    page = overview(client, membership.event)

    href = reverse("organizer:scoring", args=[membership.event.slug])
    assert (
        f'<a href="{href}">The scoring is still open. Close it first.</a>' in page.content.decode()
    )
    assert steps_offered(page) == ["postpone"]


@pytest.mark.parametrize(
    ("place", "role", "page"),
    [
        ("people[3].name", Role.OWNER, "people"),
        ("projects.2.members", Role.OWNER, "teams"),
        ("panel", Role.OBSERVER, "panel"),
        ("run[0]", Role.MODERATOR, "run_of_show"),
        ("people", Role.MODERATOR, None),
        ("rubric", Role.OWNER, "settings"),
        ("rubric", Role.MODERATOR, None),
        ("event", Role.MODERATOR, ""),
    ],
)
def test_a_gap_leads_to_its_place_for_whoever_may_see_it(place, role, page):
    event = EventFactory()

    lines = gap_lines([Gap(place, "Missing.")], event, POLICY[role])

    href = reverse(f"organizer:{page}", args=[event.slug]) if page else ""
    assert [line.href for line in lines] == ([] if page is None else [href])


def test_no_query_is_spent_on_gaps_once_the_event_is_over(client, draft):
    def asks_for_gaps() -> bool:
        with CaptureQueriesContext(connection) as queries:
            overview(client, draft)
            return any("member_count" in each["sql"] for each in queries)

    assert asks_for_gaps()

    Event.objects.filter(pk=draft.pk).update(phase=Phase.CLOSED, scoring_closed_at=DAY)

    assert not asks_for_gaps()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_refusal_is_in_the_language_of_the_page(client, draft, language):
    client.cookies["django_language"] = language
    in_english = gaps_of(draft)[0].sentence
    with translation.override(language):
        sentence = gaps_of(draft)[0].sentence

    assert sentence in words(press(client, draft, "open", "event_move"))
    assert sentence != in_english

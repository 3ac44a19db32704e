"""The doors of the house: what they let through, and what is kept of it."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import reverse

from events.access import (
    DEVICE_COOKIE,
    POLICY,
    Grant,
    Right,
    organizer_act,
    organizer_page,
    pass_required,
)
from events.models import Event, Membership, Pass
from tests.cast import as_organizer, enter_with_pass, gather
from tests.factories import EventFactory, MembershipFactory, UserFactory
from tests.house.doors import POLICY as WRITTEN_AGAIN
from tests.house.doors import ROLES

pytestmark = pytest.mark.django_db

Role = Membership.Role


def test_every_role_has_its_line_in_the_policy():
    assert list(POLICY) == list(Role)


def test_the_policy_is_the_one_the_tests_hold():
    level = {(False, False): "", (True, False): "see", (True, True): "change"}

    written = {
        right.value: tuple(
            level[POLICY[role].may_see(right), POLICY[role].may_change(right)] for role in Role
        )
        for right in Right
    }

    assert list(Role) == list(ROLES)
    assert written == WRITTEN_AGAIN


def test_whoever_may_change_a_thing_sees_it():
    grant = Grant(changes=frozenset({Right.DAY}))

    assert (grant.may_see(Right.DAY), grant.may_see(Right.PANEL)) == (True, False)


def test_whoever_makes_cards_could_score_and_so_sees_the_results_anyway():
    """A card opens an expert's sheets: it would be a way around any right that is missing."""
    for grant in POLICY.values():
        assert not grant.may_change(Right.PASSES) or grant.may_change(Right.RESULTS)


def answer(view, rf, user, slug: str, method: str = "GET"):
    request = rf.generic(method, "/", SERVER_NAME="localhost")
    request.user = user
    return view(request, slug=slug)


@organizer_page(Right.SCORING, place="scoring")
def page(request, event):
    return HttpResponse(f"{event.slug} {request.membership.role} {request.place}")


@organizer_act(Right.SCORING)
def act(request, event):
    Event.objects.filter(pk=event.pk).update(subtitle="changed")
    return HttpResponse("done")


def test_a_view_is_given_the_event_and_its_reader(rf):
    membership = MembershipFactory(event__slug="ours", role=Role.HOST)

    response = answer(page, rf, membership.user, "ours")

    assert response.content == b"ours host scoring"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("role", "method", "status"),
    [
        (Role.SECRETARY, "POST", 200),
        (Role.HOST, "POST", 403),
        (Role.SECRETARY, "GET", 405),
        (Role.HOST, "GET", 405),
    ],
)
def test_an_act_takes_the_right_to_change_and_a_post(rf, role, method, status):
    membership = MembershipFactory(event__slug="ours", role=role)

    response = answer(act, rf, membership.user, "ours", method)

    membership.event.refresh_from_db()
    assert response.status_code == status
    assert str(membership.event.subtitle) == ("changed" if status == 200 else "")


def test_the_event_of_others_does_not_exist(rf):
    EventFactory(slug="ours")
    owner_elsewhere = MembershipFactory().user

    with pytest.raises(Http404):
        answer(page, rf, owner_elsewhere, "ours")


def test_an_account_that_runs_the_server_is_not_for_that_a_member(rf):
    EventFactory(slug="ours")

    with pytest.raises(Http404):
        answer(page, rf, UserFactory(is_superuser=True, is_staff=True), "ours")


def test_a_role_that_is_taken_away_is_gone_at_the_next_page(client):
    cast = gather()
    address = reverse("organizer:results", args=["ours"])
    as_organizer(client, cast.sara)
    before = client.get(address).status_code

    Membership.objects.filter(user=cast.sara).update(role=Role.OBSERVER)

    assert (before, client.get(address).status_code) == (200, 403)


def test_who_lacks_a_right_reads_which_and_who_can_give_it(client):
    cast = gather()

    response = as_organizer(client, cast.hana).get(reverse("organizer:results", args=["ours"]))

    text = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-store"
    assert "Your role at this event: host." in text
    assert "This page takes the right to see: points and places." in text
    assert '<a href="mailto:olga@example.org">olga@example.org</a>' in text


def test_an_act_without_the_right_says_that_nothing_was_changed(client):
    cast = gather()

    response = as_organizer(client, cast.hana).post(
        reverse("organizer:scoring_close", args=["ours"])
    )

    assert response.status_code == 403
    assert "takes the right to change: which score sheets are in" in response.content.decode()
    assert Event.objects.get(pk=cast.event.pk).is_scoring_open


def test_an_event_without_an_owner_says_whom_to_ask(client):
    cast = gather()
    Membership.objects.filter(role=Role.OWNER).delete()

    response = as_organizer(client, cast.hana).get(reverse("organizer:results", args=["ours"]))

    assert "ask whoever runs this server." in response.content.decode()


@pytest.mark.parametrize("page", ["overview", "panel", "scoring", "results", "passes"])
def test_what_an_organizer_reads_is_in_no_cache_nor_history(client, page):
    cast = gather()

    response = as_organizer(client, cast.olga).get(reverse(f"organizer:{page}", args=["ours"]))

    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("kind", Pass.Kind)
def test_what_a_card_opens_is_in_no_cache_nor_history(client, rf, kind):
    cast = gather()
    person = cast.emil.person if kind == Pass.Kind.EXPERT else cast.tia.person
    enter_with_pass(client, person, kind)
    request = rf.get("/")
    request.session = client.session
    request.COOKIES[DEVICE_COOKIE] = client.cookies[DEVICE_COOKIE].value

    response = pass_required(kind)(lambda request: HttpResponse("points"))(request)

    assert response.content == b"points"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))

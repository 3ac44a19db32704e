"""The menu of the organizers' pages: whose it is, and what its badges count."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from defense.desk.places import PLACES, Badge, menu_of
from events.access import POLICY, Grant, Right
from events.models import Event, Membership, Person
from tests.cast import as_organizer, gather
from tests.factories import EventFactory, MembershipFactory, ProjectFactory

Role = Membership.Role


@pytest.mark.parametrize(("count", "words"), [(36, "36 unnamed"), (0, "")])
def test_a_badge_shows_while_it_counts_something(count, words):
    badge = Badge("named", Person.objects.of_event, gettext_lazy("%(count)d unnamed"))

    assert badge.of(EventFactory.build(), count) == words


@pytest.mark.parametrize(("count", "words"), [(1, "1 card"), (2, "2 cards")])
def test_a_badge_may_have_a_plural(count, words):
    text = ngettext_lazy("%(count)d card", "%(count)d cards", "count")

    assert Badge("cards", Person.objects.of_event, text).of(EventFactory.build(), count) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.OWNER, [place.page for place in PLACES]),
        (Role.SECRETARY, [place.page for place in PLACES]),
        (Role.HOST, ["overview", "run_of_show", "people", "teams", "panel", "scoring"]),
        (Role.MODERATOR, ["overview", "run_of_show"]),
        (Role.OBSERVER, ["overview", "run_of_show", "people", "teams", "panel"]),
    ],
)
def test_the_menu_holds_what_a_role_may_see(role, pages):
    event = EventFactory()

    lines = menu_of(event, POLICY[role], "overview")

    assert [line.href for line in lines] == [
        reverse(f"organizer:{page}", args=[event.slug]) for page in pages
    ]


@pytest.mark.django_db
def test_the_place_one_is_at_is_marked():
    lines = menu_of(EventFactory(), POLICY[Role.MODERATOR], "run_of_show")

    assert [line.is_current for line in lines] == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize(("reads", "queries"), [({Right.DAY}, 0), (set(Right), 1)])
def test_the_badges_cost_one_query_and_only_those_who_see_one(
    reads, queries, django_assert_num_queries
):
    event = EventFactory()

    with django_assert_num_queries(queries):
        menu_of(event, Grant(reads=frozenset(reads)), "overview")


@pytest.mark.django_db
def test_the_page_shows_the_menu_with_its_badges(client):
    membership = MembershipFactory(event__trainees_stated=5)
    ProjectFactory(event=membership.event, number=1)
    client.force_login(membership.user)

    page = client.get(reverse("organizer:teams", args=[membership.event.slug])).content.decode()

    current = re.findall(
        r'<a href="([^"]+)" aria-current="page">\s*<span>Teams</span><em>([^<]+)<', page
    )
    assert current == [(reverse("organizer:teams", args=[membership.event.slug]), "5 unnamed")] * 2


@pytest.mark.django_db
def test_outside_of_an_event_there_is_no_menu(client):
    page = as_organizer(client, gather().olga).get(reverse("organizer:home")).content.decode()

    assert 'class="places"' not in page


@pytest.mark.django_db
def test_a_missing_diploma_of_a_draft_links_to_no_page_of_guests(client):
    membership = MembershipFactory(event__phase=Event.Phase.DRAFT)
    client.force_login(membership.user)
    slug = membership.event.slug

    response = client.get(reverse("organizer:diploma_file", args=[slug, "NOSUCHCODE12"]))

    assert response.status_code == 404
    assert f'href="{reverse("public:event", args=[slug])}"' not in response.content.decode()

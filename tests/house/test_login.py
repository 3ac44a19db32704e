"""The organizers' login: it leads nowhere else, and it holds as long as the right does."""

import pytest
from django.urls import reverse

from events.models import Membership
from tests.factories import MembershipFactory

PASSWORD = "a long and quiet password"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example/a",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " https://evil.example",
    "https:evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "ftp://evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example%2f@testserver",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "http://[::2]/",
    "//evil%E3%80%82example",
    "\x08//evil.example",
    # Other names of the machine, which answer and are not this site's address.
    "http://localhost/",
    "http://127.0.0.1:9999/",
    "//elsewhere.example.org/",
]


@pytest.fixture
def membership(db) -> Membership:
    membership = MembershipFactory(event__slug="ours", user__email="olga@example.org")
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership


def sign_in(client, **query: str):
    address = reverse("account_login", query=query)
    return client.post(address, {"login": "olga@example.org", "password": PASSWORD})


def test_the_login_leads_back_to_the_page_that_asked_for_it(client, membership):
    page = reverse("organizer:results", args=["ours"])

    response = sign_in(client, next=page)

    assert (response.status_code, response.url) == (302, page)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_login_leads_to_no_other_site(client, membership, address, settings):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", "elsewhere.example.org"]

    response = sign_in(client, next=address)

    assert (response.status_code, response.url) == (302, reverse("organizer:home"))


def test_the_login_changes_the_session_key(client, membership):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    sign_in(client)

    assert client.session.session_key != planted
    assert client.get(reverse("organizer:overview", args=["ours"])).status_code == 200


def test_a_right_that_is_taken_away_ends_at_the_next_page(client, membership):
    page = reverse("organizer:overview", args=["ours"])
    sign_in(client)
    before = client.get(page).status_code

    membership.delete()

    assert (before, client.get(page).status_code) == (200, 404)


@pytest.mark.parametrize("change", ["password", "switched off"])
def test_an_account_that_changes_is_signed_out_at_the_next_page(client, membership, change):
    page = reverse("organizer:overview", args=["ours"])
    sign_in(client)
    user = membership.user
    if change == "password":
        user.set_password("another long and quiet password")
    else:
        user.is_active = False

    user.save()

    assert client.get(page).url.startswith(reverse("account_login"))

"""Two tabs of one browser: what an ended session answers late takes away no session that was begun meanwhile."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.cast import as_organizer
from tests.factories import MembershipFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("sessions are read by one statement, which is tried on both engines"),
]


@pytest.fixture
def client() -> Client:
    return as_organizer(Client(), MembershipFactory().user)


def test_an_ended_session_leaves_the_cookie_as_it_is(client):
    Session.objects.all().delete()

    answer = client.get(reverse("organizer:home"))

    assert answer.status_code == 302
    assert "sessionid" not in answer.cookies
    assert "Cookie" in answer["Vary"]


def test_who_signs_out_loses_the_cookie(client):
    answer = client.post(reverse("account_logout"))

    assert answer.cookies["sessionid"]["max-age"] == 0
    assert not Session.objects.exists()

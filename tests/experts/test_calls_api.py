"""POST and GET /api/v1/calls, and the two buttons of whoever runs the scoring."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Pass
from experts.models import Call
from tests.cast import as_organizer, enter_with_pass
from tests.experts.hall import fill
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return fill(2, 1)


@pytest.fixture
def emil(hall):
    return enter_with_pass(Client(), hall.seats[1].person, Pass.Kind.EXPERT)


@pytest.fixture
def olga(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def call(client, hall, **fields):
    body = {"op_id": str(uuid4()), "reason": "points", "defense": hall.defenses[1].pk, **fields}
    return client.post(reverse("api:calls"), body, content_type="application/json")


def test_a_call_is_made_followed_and_done(hall, emil, olga):
    part = reverse("organizer:scoring_progress", args=[hall.event.slug])
    tag, number = olga.get(part)["ETag"], str(uuid4())

    made = call(emil, hall, op_id=number, text="Which scale?")
    again = call(emil, hall, op_id=number, text="Which scale?")

    assert made.json() == {"status": "applied", "state": "made"}
    assert again.json() == {"status": "duplicate", "state": "made"}
    told = olga.get(part, headers={"If-None-Match": tag})
    assert told.status_code == 200
    assert "Which scale?" in told.content.decode()

    row = Call.objects.get()
    olga.post(reverse("organizer:call_see", args=[hall.event.slug, row.pk]))
    assert emil.get(reverse("api:calls")).json()["calls"] == {number: "seen"}
    olga.post(reverse("organizer:call_finish", args=[hall.event.slug, row.pk]))
    assert emil.get(reverse("api:calls")).json()["calls"] == {}
    assert "Which scale?" not in olga.get(part).content.decode()


def test_nobody_reads_the_calls_of_another_expert(hall, emil):
    call(emil, hall, text="Mine")
    other = enter_with_pass(Client(), hall.seats[2].person, Pass.Kind.EXPERT)

    assert other.get(reverse("api:calls")).json()["calls"] == {}


@pytest.mark.parametrize(
    ("fields", "status", "word"),
    [
        ({"reason": "boredom"}, 422, "invalid"),
        ({"op_id": "7"}, 422, "invalid"),
        ({"text": "x" * 301}, 422, "invalid"),
        ({"points": {}}, 422, "invalid"),
        ({"defense": 2**31 - 1}, 404, "unknown"),
    ],
)
def test_what_is_no_call_is_refused_in_words(hall, emil, fields, status, word):
    answer = call(emil, hall, **fields)

    assert (answer.status_code, answer.json()["status"]) == (status, word)
    assert answer.json()["detail"]


def test_without_a_card_nobody_calls(hall):
    answer = call(Client(), hall)

    assert (answer.status_code, answer.json()["status"]) == (401, "signed_out")
    assert not Call.objects.exists()


def test_a_page_that_is_not_ours_calls_nobody(hall):
    strict = enter_with_pass(
        Client(enforce_csrf_checks=True), hall.seats[1].person, Pass.Kind.EXPERT
    )

    answer = call(strict, hall)

    assert (answer.status_code, answer.json()["status"]) == (403, "csrf")

"""POST /api/v1/words: once by its operation, over nothing unseen, and refused with the reason."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from experts.errors import WordsAreOver
from experts.models import AddedWords
from tests.cast import as_expert
from tests.experts.hall import close, fill
from tests.experts.protocols import prepared, sealed_by

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("the service and its races are tested where it stands"),
]


@pytest.fixture
def hall():
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    close(hall)
    return hall


@pytest.fixture
def emil(hall):
    return as_expert(Client(), hall.seats[1])


def say(client, hall, text="Well done.", team=1, **fields):
    body = {"op_id": str(uuid4()), "defense": hall.defenses[team].pk, "text": text, **fields}
    return client.post(reverse("api:words"), body, content_type="application/json")


def test_words_are_added_once_and_over_nothing_unseen(hall, emil):
    op_id = str(uuid4())
    first, again = (say(emil, hall, op_id=op_id) for _ in range(2))
    moved = say(emil, hall, "Other words.")

    told = {"number": 1, "detail": "Your words are kept."}
    assert first.json() == {"status": "applied", **told}
    assert again.json() == {"status": "duplicate", **told}
    assert (moved.status_code, moved.json()["status"], moved.json()["number"]) == (
        409,
        "conflict",
        1,
    )
    assert "Well done." in moved.json()["detail"]
    back = say(emil, hall, "", seen=1)
    assert back.json() == {"status": "applied", "number": 2, "detail": "Taken back."}
    assert AddedWords.objects.count() == 2


def test_what_the_tablet_is_told_when_nothing_is_added(hall, emil):
    op_id = str(uuid4())
    say(emil, hall, op_id=op_id)
    answers = {
        "reused": say(emil, hall, "x", op_id=op_id),
        "rehearsal_over": say(emil, hall, rehearsal=7),
        "invalid": say(emil, hall, readers="me"),
        "refused": say(emil, hall, team=2),
        "signed_out": say(Client(), hall),
    }

    assert {word: answer.json()["status"] for word, answer in answers.items()} == {
        word: word for word in answers
    }
    assert AddedWords.objects.count() == 1


def test_after_the_days_are_over_they_are_refused_with_the_reason(hall, emil):
    Event.objects.filter(pk=hall.event.pk).update(words_days=1)
    sealed_by(prepared(hall.event), hall.seats[1])  # on the day of the hall, long ago

    answer = say(emil, hall)

    assert (answer.status_code, answer.json()["detail"]) == (409, str(WordsAreOver()))
    assert not AddedWords.objects.exists()

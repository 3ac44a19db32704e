"""The switches of what is public of a decision, the question before, and the preview."""

import re

import pytest
from django.urls import reverse

from events.models import Event
from tests.cast import Cast, as_organizer, gather
from tests.experts.decided_halls import record, tied_hall
from tests.experts.sealed_events import record_by_chance, sealed_with
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def sara(client, cast):
    return as_organizer(client, cast.sara)


def address(cast: Cast, name: str = "publishing") -> str:
    return reverse(f"organizer:{name}", args=[cast.event.slug])


def shown(cast: Cast) -> list[str]:
    return Event.objects.get(pk=cast.event.pk).published_of_the_decision


def test_before_the_seal_the_page_says_so_and_takes_nothing(sara, cast):
    said = words(sara.get(address(cast)))
    refused = sara.post(address(cast, "publishing_save"), {"results": "yes", "agreed": "9"})

    assert "The protocol is not sealed yet." in said
    assert "Preview" not in said
    assert refused.status_code == 422
    assert "told of a sealed protocol alone" in words(refused)
    assert shown(cast) == []


def test_publishing_asks_first_and_names_what_becomes_public(sara, cast):
    sealed_with(cast.event, cast.clara)
    sent = {"results": "yes", "figures": "yes"}

    asked = sara.post(address(cast, "publishing_save"), sent)
    before = shown(cast)
    sara.post(address(cast, "publishing_save"), {**sent, "agreed": "2"})

    assert "Public from now on: places, figures beside the places." in words(asked)
    assert (before, shown(cast)) == ([], ["results", "figures"])


def test_a_part_without_its_ground_is_refused_in_a_sentence(sara, cast):
    sealed_with(cast.event, cast.clara)

    refused = sara.post(address(cast, "publishing_save"), {"figures": "yes", "agreed": "1"})

    assert "“figures beside the places” needs “places”" in words(refused)
    assert shown(cast) == []


def test_a_form_drawn_before_another_was_saved_takes_nothing_back(sara, cast):
    sealed_with(cast.event, cast.clara)
    saved = address(cast, "publishing_save")
    sara.post(saved, {"results": "yes", "was": "", "agreed": "1"})
    drawn = sara.get(address(cast)).text

    stale = sara.post(saved, {"awards": "yes", "was": "", "agreed": "2"}, follow=True)
    unmoved = shown(cast)
    sara.post(saved, {"results": "yes", "awards": "yes", "was": "results", "agreed": "1"})

    assert re.search(r'name="was" value="results"', drawn)
    assert "what is public was switched meanwhile" in words(stale)
    assert (unmoved, shown(cast)) == (["results"], ["results", "awards"])


def test_the_preview_shows_the_page_and_publishes_nothing(sara, client, cast):
    record = record_by_chance()
    sealed_with(cast.event, cast.clara, record)

    said = words(sara.get(address(cast, "publishing_preview"), {"results": "yes", "awards": "yes"}))

    assert "So guests would read the results." in said
    assert all(f"{each['place']} Project Team {each['team']}" in said for each in record["results"])
    assert "Best research" in said
    assert shown(cast) == []
    client.logout()
    assert client.get(reverse("public:results", args=[cast.event.slug])).status_code == 404


def test_the_preview_shows_one_teams_sheet_with_its_place(sara, cast):
    sealed_with(cast.event, cast.clara, record(tied_hall()))
    preview = address(cast, "publishing_preview")

    told = words(sara.get(preview, {"feedback": "yes"}))
    untold = words(sara.get(preview, {"results": "yes"}))

    said = "this is the one of the first team"
    assert (said in told, said in untold) == (True, False)
    assert "of 4 teams" in told.partition(said)[2]


def test_whom_the_gaps_tell_is_said_before_the_points_are_public(sara, cast):
    record = record_by_chance()
    for each in record["sheets"]:
        if each["expert"] == "expert-1" and each["team"] == 1:
            each["state"] = "recused"
        elif each["state"] != "submitted":
            each["state"] = "submitted"
            each["points"] = {"research": "8", "value": "4", "answers": "6"}
            each["total"] = "76"
    sealed_with(cast.event, cast.clara, record)

    said = words(sara.get(address(cast)))

    assert "one expert can still be told by the teams that were not scored: Canary expert-1" in said

"""What guests read of a decision: what is sealed and published, and nothing else."""

import json

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from events.models import Event, Person
from experts.bundle import bundle_of, canonical
from experts.methods import Method
from experts.models import Annex
from tests.cast import Cast, gather
from tests.experts.sealed_events import (
    call_experts_as_in_the_record,
    record_by_chance,
    sealed_with,
    show,
)
from tests.factories import DAY, UserFactory
from tests.reading import words

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


@pytest.fixture
def cast() -> Cast:
    return gather()


def page(client, event: Event, name: str = "results"):
    return client.get(reverse(f"public:{name}", args=[event.slug]))


def figures(record) -> list[str]:
    return [f"{float(sum_of(each['value'])):.2f}" for each in record["results"]]


def sum_of(text: str) -> float:
    top, _, under = text.partition("/")
    return int(top) / int(under or 1)


def test_there_is_no_such_page_before_it_is_published(client, cast):
    before = [page(client, cast.event, name).status_code for name in ("results", "result_data")]
    sealed_with(cast.event, cast.clara)
    after = [page(client, cast.event, name).status_code for name in ("results", "result_data")]

    show(cast.event, "results")
    shown = [page(client, cast.event, name).status_code for name in ("results", "result_data")]

    assert (before, after, shown) == ([404, 404], [404, 404], [200, 404])


def test_places_stand_without_figures_and_without_awards(client, cast):
    record = record_by_chance()
    sealed_with(cast.event, cast.clara, record)
    show(cast.event, "results")

    said = words(page(client, cast.event))

    assert all(f"{each['place']} Project Team {each['team']}" in said for each in record["results"])
    assert "Places follow the corrected mean" in said
    assert not any(figure in said for figure in figures(record))
    assert "Best research" not in said
    assert "Sealed by the chair and the secretary on 30 November 2019 at 10:00." in said


@pytest.mark.parametrize("rule", Method)
def test_figures_and_awards_have_their_own_switches(client, cast, rule):
    record = record_by_chance(rule)
    sealed_with(cast.event, cast.clara, record)
    show(cast.event, "results", "figures", "awards")

    said = words(page(client, cast.event))

    if rule != Method.KEMENY:
        assert all(figure in said for figure in figures(record))
    assert "Best research 2. Project" in said
    assert "Canary" not in said


def test_awards_may_be_public_alone(client, cast):
    sealed_with(cast.event, cast.clara)
    show(cast.event, "awards")

    said = words(page(client, cast.event))

    assert "Best research" in said
    assert "Places" not in said


def test_that_no_award_was_given_is_said(client, cast):
    sealed_with(cast.event, cast.clara, {**record_by_chance(), "awards": []})
    show(cast.event, "awards")

    assert "Awards No award was given." in words(page(client, cast.event))


def test_a_page_of_any_size_asks_few_questions(
    client, cast, django_assert_max_num_queries: DjangoAssertNumQueries
):
    sealed_with(cast.event, cast.clara)
    show(cast.event, "results", "figures", "awards", "evidence", "experts")

    with django_assert_max_num_queries(MOST_QUERIES):
        html = page(client, cast.event)
    with django_assert_max_num_queries(MOST_QUERIES):
        data = page(client, cast.event, "result_data")

    compressed = client.get(
        reverse("public:results", args=[cast.event.slug]), headers={"accept-encoding": "gzip"}
    )
    assert (html.status_code, data.status_code) == (200, 200)
    assert compressed["Content-Encoding"] == "gzip"


def test_the_data_are_the_bundle_of_the_record_with_names_only_if_so_chosen(client, cast):
    record = record_by_chance()
    protocol = sealed_with(cast.event, cast.clara, record)
    call_experts_as_in_the_record(cast.clara, cast.emil)
    refused = {"named_in_public": False, "named_in_public_on": DAY.date()}
    Person.objects.filter(pk=cast.emil.person_id).update(**refused)
    show(cast.event, "results", "evidence")

    numbered = page(client, cast.event, "result_data").content
    show(cast.event, "results", "evidence", "experts")
    named = page(client, cast.event, "result_data").content

    assert numbered == canonical(bundle_of(record, sha256=protocol.sha256, named=()))
    assert b"Canary" not in numbered
    assert {each.get("name", {}).get("en") for each in json.loads(named)["experts"]} == {
        "Canary expert-1",
        None,
    }


def test_an_annex_is_named(client, cast):
    protocol = sealed_with(cast.event, cast.clara)
    said = {"reason": "Canary reason", "text": "Canary text"}
    Annex.objects.create(protocol=protocol, number=1, at=DAY, by=UserFactory(), **said)
    show(cast.event, "results")

    text = words(page(client, cast.event))

    assert "Annex 1 of" in text
    assert "Canary" not in text


def test_the_page_of_the_event_leads_there_once_it_is_public(client, cast):
    address = reverse("public:results", args=[cast.event.slug])
    sealed_with(cast.event, cast.clara)
    before = page(client, cast.event, "event").content.decode()
    show(cast.event, "results")
    after = page(client, cast.event, "event").content.decode()

    assert (address in before, address in after) == (False, True)

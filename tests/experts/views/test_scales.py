"""Scales of every size on the tablet's page, in its form without a script and in the API."""

import json
import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import Criterion
from events.rules import criterion_flaws
from experts.models import SheetRevision
from tests.cast import as_expert

pytestmark = pytest.mark.django_db

# From, to and step of a scale; how many buttons it has, or the field's words.
SCALES = {
    ("1", "10", "1"): 10,
    ("0", "20", "1"): 21,
    ("0", "10.5", "0.5"): 22,
    ("0", "100", "0.1"): 1001,
}
# What is typed into the field of 0 to 100 in steps of 0.1, and what is saved of it; None is refused.
TYPED = {
    "87.3": "87.3",
    "87,3": "87.3",
    "87,30": "87.3",
    " 87,3 ": "87.3",
    "0": "0",
    "100,0": "100",
    "100.1": None,
    "87.35": None,
    "87,3,1": None,
    "8.7,3": None,
    "-1": None,
    "1e1": None,
    "ten": None,
}


def scale(cast, low: str, high: str, step: str) -> None:
    Criterion.objects.filter(rubric__event=cast.event, key="research").update(
        minimum=Decimal(low), maximum=Decimal(high), step=Decimal(step)
    )


def page_of(client, cast, language: str = "en") -> str:
    url = reverse("expert:score_sheet", args=[cast.defense.pk])
    return client.get(url, headers={"accept-language": language}).content.decode()


def post(client, cast, points: str):
    url = reverse("expert:score_sheet", args=[cast.defense.pk])
    form = {"op_id": uuid4(), "base_rev": 0, "rubric_version": 1, "draft": "on"}
    return client.post(url, form | {"points-research": points})


def put(client, cast, points: object):
    url = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])
    body = {"op_id": str(uuid4()), "base_rev": 0, "rubric_version": 1}
    return client.put(
        url, json.dumps(body | {"points": {"research": points}}), content_type="application/json"
    )


def saved() -> str | None:
    revision = SheetRevision.objects.order_by("-number").first()
    return revision.points["research"] if revision else None


@pytest.mark.parametrize("size", SCALES)
def test_few_values_are_buttons_and_many_are_a_field(client, cast, size):
    scale(cast, *size)

    html = page_of(as_expert(client, cast.emil), cast)

    controls = re.findall(r'type="(\w+)" (?:inputmode="decimal" )?name="points-research"', html)
    assert controls == (["radio"] * SCALES[size] if SCALES[size] <= 21 else ["text"])


def test_the_field_says_its_scale_in_the_language_of_the_page(client, cast):
    scale(cast, "0", "100", "0.1")
    as_expert(client, cast.emil)

    told = {
        language: re.search(r"data-scale>([^<]*)<", page_of(client, cast, language))[1]
        for language in ("en", "kk", "ru")
    }

    assert told["en"] == "From 0 to 100 in steps of 0.1"
    assert "0,1" in told["kk"]
    assert "0,1" in told["ru"]


@pytest.mark.parametrize("text", TYPED)
def test_a_comma_is_a_point_in_the_form_and_in_the_api(client, cast, text):
    scale(cast, "0", "100", "0.1")
    as_expert(client, cast.emil)

    form = post(client, cast, text)
    by_form = saved()
    api = put(client, cast, text)

    assert by_form == TYPED[text]
    assert form.status_code == (422 if TYPED[text] is None else 302)
    # The same values again are no conflict, and what the form could not save the API cannot.
    assert api.status_code == (422 if TYPED[text] is None else 200)
    assert saved() == TYPED[text]


def test_what_was_typed_and_refused_stands_in_the_field_again(client, cast):
    scale(cast, "0", "100", "0.1")

    html = post(as_expert(client, cast.emil), cast, "87,35").content.decode()

    assert re.search(r'name="points-research" value="([^"]*)"', html)[1] == "87,35"


def test_what_is_saved_stands_in_the_field_as_the_language_writes_it(client, cast):
    scale(cast, "0", "100", "0.1")
    post(as_expert(client, cast.emil), cast, "87.3")

    html = page_of(client, cast, "ru")

    assert re.search(r'name="points-research" value="([^"]*)"', html)[1] == "87,3"


@pytest.mark.parametrize(
    ("low", "high", "step", "places"),
    [
        ("0", "100", "0.1", []),
        ("1", "501", "0.5", []),
        ("0", "100.1", "0.1", ["step"]),
        ("0", "999", "0.01", ["step"]),
    ],
)
def test_a_scale_of_more_values_than_a_field_can_offer_is_refused(low, high, step, places):
    flaws = criterion_flaws(Decimal(50), Decimal(low), Decimal(high), Decimal(step), [])

    assert [flaw.place for flaw in flaws] == places

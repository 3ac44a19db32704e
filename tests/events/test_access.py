"""The doors of the house: what they let through, and what is kept of it."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from events.access import DEVICE_COOKIE, pass_required
from events.models import Pass
from tests.cast import as_organizer, enter_with_pass, gather

pytestmark = pytest.mark.django_db


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

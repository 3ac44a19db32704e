"""From the switches to the page that guests read, which works the result out anew from its points."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from events.models import Event
from tests.browser.visitor import Visitor
from tests.cast import Cast, as_organizer, gather
from tests.experts.sealed_events import record_by_chance, sealed_with

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = gather()
    Event.objects.filter(pk=cast.event.pk).update(title="Management in Education")
    sealed_with(cast.event, cast.clara, record_by_chance())
    return cast


def publish_all(owner: Visitor, cast: Cast) -> None:
    page = owner.go(reverse("organizer:publishing", args=[cast.event.slug]))
    for name in ("Places", "Figures beside the places", "Points as data", "Awards"):
        page.get_by_label(name, exact=True).check()
    owner.look("publishing", 1440, 820, 390)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("So guests would read the results.")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def one_digit_more(route: Route) -> None:
    """The first sheet's points as somebody on the way altered them."""
    answer = route.fetch()
    told = json.loads(answer.body())
    told["sheets"][0]["points"]["answers"] = "1"
    route.fulfill(response=answer, body=json.dumps(told))


def without_network(guest: Visitor, page: Page) -> None:
    """It says so, and begins again by itself."""
    guest.loses_network = True
    page.unroute("**/results.json")
    page.route("**/results.json", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("It could not be worked out here.")).to_be_visible()
    page.unroute("**/results.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Recomputed here: the same.")).to_be_visible()


def test_published_results_are_worked_out_by_whoever_reads_them(cast, visit):
    owner, guest, plain = visit(), visit(width=390), visit(scripts=False)
    address = reverse("public:results", args=[cast.event.slug])
    owner.let_in(as_organizer(Client(), cast.olga))
    publish_all(owner, cast)

    with guest.page.expect_worker() as beside:
        page = guest.go(address)
    expect(page.get_by_text("Recomputed here: the same.")).to_be_visible()
    assert "recompute_worker" in beside.value.url
    guest.look("public_results", 1440, 820, 390)
    page.route("**/results.json", one_digit_more)
    page.reload()

    expect(page.get_by_text("Recomputed here: not the same.")).to_be_visible()
    expect(page.get_by_text("expert 1: a total of 88.00 in the data, 70.00 here.")).to_be_visible()
    expect(page.get_by_text("The data are not those of their own fingerprint.")).to_be_visible()
    guest.look("public_results_altered", 390)
    without_network(guest, page)
    page = plain.go(address)
    expect(page.get_by_role("link", name="Download the points")).to_be_visible()
    assert (owner.complaints, guest.complaints) == ([], [])

"""At the table where diplomas are given: one tap a person, no reload, and the register says who received what."""

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from diplomas.models import Diploma, Handover
from events.models import Event
from tests.browser.visitor import Visitor
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import MembershipFactory
from tests.processes import Running

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы Әбдіғаппарова-Ғабдулғазизова Құттықыз О'Нил-Һашімова"


@pytest.fixture
def event() -> Event:
    """Six diplomas are ready, one of a very long name."""
    event = event_with_team(6, languages=["en"])
    issue(event)
    last = Diploma.objects.of_event(event).get(sequence=6)
    Diploma.objects.filter(pk=last.pk).update(snapshot=last.snapshot | {"name": LONG})
    make_ready(event)
    return event


def visitor_of(visit, event: Event, server: Running, **options: object) -> Visitor:
    visitor = visit(**options)
    client = as_organizer(Client(), MembershipFactory(event=event).user)
    visitor.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": server.url}
            for name, cookie in client.cookies.items()
        ]
    )
    return visitor


def row(page: Page, number: int) -> Locator:
    return page.locator(".handing-row").filter(has_text=f"№ 2019/{number:03}")


def tap(page: Page, number: int, button: str) -> None:
    row(page, number).get_by_role("button", name=button).click()


def counts(page: Page) -> Locator:
    return page.locator("[data-counts] dd")


def test_each_is_given_with_one_tap_and_the_register_follows(
    event: Event, visit, running_server: Running
):
    olga = visitor_of(visit, event, running_server, width=390)
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")
    page.evaluate("window.isTheSamePage = true")

    tap(page, 1, "Given")
    expect(row(page, 1)).to_contain_text("received in person")
    tap(page, 2, "Absent")
    expect(row(page, 2)).to_contain_text("absent")
    row(page, 3).get_by_text("By proxy").click()
    row(page, 3).get_by_label("Who takes it instead?").fill(LONG)
    olga.look("handing_proxy", 1440, 820, 768, 390)
    tap(page, 3, "Given to this person")
    expect(row(page, 3)).to_contain_text(f"by proxy: {LONG}")
    tap(page, 4, "Given")
    tap(page, 4, "Take back")
    expect(row(page, 4).get_by_role("button", name="Given")).to_have_count(1)
    expect(counts(page)).to_have_text(["1", "1", "1", "3"])

    page.get_by_label("Find a person").fill("мухамедрахымова")
    expect(page.locator(".handing-row:visible")).to_have_count(1)
    tap(page, 6, "Given")
    expect(row(page, 6)).to_contain_text("received in person")
    page.get_by_label("Find a person").fill("")
    expect(page.locator(".handing-row:visible")).to_have_count(6)
    olga.look("handing", 1440, 820, 768, 390)
    assert page.evaluate("window.isTheSamePage")

    page = olga.go(f"/organize/{event.slug}/diplomas/register/")
    olga.look("register", 1440, 820, 390)
    expect(page.locator("tbody tr").nth(2)).to_contain_text(f"{LONG}, by proxy")
    assert olga.complaints == []


def test_a_tap_that_gets_no_answer_says_so_and_may_be_repeated(
    event: Event, visit, running_server: Running
):
    olga = visitor_of(visit, event, running_server)
    olga.loses_network = True
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")

    page.route("**/handed-over/", lambda route: (route.fetch(), route.abort()))
    tap(page, 1, "Given")
    expect(row(page, 1)).to_contain_text("Not noted: no answer came.")
    page.unroute("**/handed-over/")
    tap(page, 1, "Given")

    expect(row(page, 1)).to_contain_text("received in person")
    assert list(Handover.objects.values_list("number", "kind")) == [(1, "in_person")]
    assert olga.complaints == []


def test_without_scripts_each_tap_is_a_page(event: Event, visit, running_server: Running):
    olga = visitor_of(visit, event, running_server, scripts=False)
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")

    tap(page, 1, "Given")
    expect(row(page, 1)).to_contain_text("received in person")
    tap(page, 1, "Take back")

    expect(counts(page)).to_have_text(["0", "0", "0", "6"])

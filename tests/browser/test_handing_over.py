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
from tests.processes import wait_until

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


def visitor_of(visit, event: Event, **options: object) -> Visitor:
    return as_member(visit(**options), event)


def as_member(visitor: Visitor, event: Event) -> Visitor:
    """Signed in with an account of its own."""
    client = as_organizer(Client(), MembershipFactory(event=event).user)
    return visitor.let_in(client)


def row(page: Page, number: int) -> Locator:
    return page.locator(".handing-row").filter(has_text=f"№ 2019/{number:03}")


def tap(page: Page, number: int, button: str) -> None:
    row(page, number).get_by_role("button", name=button).click()


def counts(page: Page) -> Locator:
    return page.locator("[data-counts] dd")


def all_is_sent(page: Page) -> None:
    expect(page.get_by_text("not sent yet")).to_have_count(0)


def test_each_is_given_with_one_tap_and_the_register_follows(event: Event, visit):
    olga = visitor_of(visit, event, width=390)
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
    all_is_sent(page)
    expect(counts(page)).to_have_text(["1", "1", "1", "3"])

    page.get_by_label("Find a person").fill("мухамедрахымова")
    expect(page.locator(".handing-row:visible")).to_have_count(1)
    tap(page, 6, "Given")
    expect(row(page, 6)).to_contain_text("received in person")
    page.get_by_label("Find a person").fill("")
    expect(page.locator(".handing-row:visible")).to_have_count(6)
    all_is_sent(page)
    olga.look("handing", 1440, 820, 768, 390)
    assert page.evaluate("window.isTheSamePage")

    page = olga.go(f"/organize/{event.slug}/diplomas/register/")
    olga.look("register", 1440, 820, 390)
    expect(page.locator("tbody tr").nth(2)).to_contain_text(f"{LONG}, by proxy")
    assert olga.complaints == []


def handed() -> list[tuple[str, int, str, str]]:
    found = Handover.objects.order_by("diploma__sequence", "number")
    return list(found.values_list("diploma__number", "number", "kind", "proxy"))


def test_without_a_network_all_is_kept_through_a_reload_and_noted_once(event: Event, visit):
    olga = visitor_of(visit, event, width=390)
    olga.loses_network = True
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")
    page.route("**/handed-over/**", lambda route: route.abort())

    tap(page, 1, "Given")
    expect(row(page, 1)).to_contain_text("received in person · not sent yet")
    tap(page, 2, "Absent")
    row(page, 3).get_by_text("By proxy").click()
    row(page, 3).get_by_label("Who takes it instead?").fill(LONG)
    tap(page, 3, "Given to this person")
    tap(page, 4, "Given")
    tap(page, 4, "Take back")
    tap(page, 4, "Absent")
    tap(page, 2, "Given")
    expect(page.get_by_text("No answer: 7 kept on this device.")).to_be_visible()
    expect(counts(page)).to_have_text(["2", "1", "1", "2"])
    olga.look("handing_kept", 1440, 820, 768, 390)
    page.locator("body[data-page-kept]").wait_for()
    olga.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("No network: this is the list of")).to_be_visible()
    expect(row(page, 3)).to_contain_text(f"by proxy: {LONG} · not sent yet")
    tap(page, 5, "Given")
    expect(counts(page)).to_have_text(["3", "1", "1", "1"])
    olga.look("handing_offline", 1440, 820, 768, 390)
    tap(page, 5, "Take back")
    olga.context.set_offline(False)
    page.goto(f"/organize/{event.slug}/diplomas/handing-over/")
    expect(page.get_by_text("No network: this is the list of")).to_be_hidden()
    expect(row(page, 3)).to_contain_text(f"by proxy: {LONG} · not sent yet")
    expect(counts(page)).to_have_text(["2", "1", "1", "2"])
    assert handed() == []

    page.unroute("**/handed-over/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("not sent yet")).to_have_count(0)
    expect(page.get_by_text("No answer:")).to_have_count(0)

    assert handed() == [
        ("2019/001", 1, "in_person", ""),
        ("2019/002", 1, "absent", ""),
        ("2019/002", 2, "in_person", ""),
        ("2019/003", 1, "proxy", LONG),
        ("2019/004", 1, "in_person", ""),
        ("2019/004", 2, "taken_back", ""),
        ("2019/004", 3, "absent", ""),
        ("2019/005", 1, "in_person", ""),
        ("2019/005", 2, "taken_back", ""),
    ]
    expect(counts(page)).to_have_text(["2", "1", "1", "2"])

    olga.go("/accounts/logout/")
    page.wait_for_function("caches.has('qorgau-tables').then((kept) => !kept)")
    olga.context.set_offline(True)
    olga.go(f"/organize/{event.slug}/diplomas/handing-over/")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    assert olga.complaints == []


def test_a_tap_whose_answer_was_lost_is_noted_once(event: Event, visit):
    olga = visitor_of(visit, event)
    olga.loses_network = True
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")

    page.route("**/handed-over/", lambda route: (route.fetch(), route.abort()))
    tap(page, 1, "Given")
    expect(page.get_by_text("No answer: 1 kept on this device.")).to_be_visible()
    page.unroute("**/handed-over/")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.get_by_text("not sent yet")).to_have_count(0)
    expect(row(page, 1)).to_contain_text("received in person")
    assert handed() == [("2019/001", 1, "in_person", "")]
    assert olga.complaints == []


@pytest.mark.parametrize("status", [404, 500])
def test_a_tap_that_the_server_fails_at_holds_up_no_other_and_may_be_given_up(
    event: Event, visit, status: int
):
    olga = visitor_of(visit, event, width=390)
    olga.expected_statuses = {status}
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")
    code = Diploma.objects.of_event(event).get(sequence=1).code
    page.route(f"**/{code}/**", lambda route: route.fulfill(status=status, body="no"))

    tap(page, 1, "Given")
    tap(page, 1, "Take back")
    tap(page, 2, "Given")
    expect(row(page, 2)).to_contain_text("received in person")
    aside = page.locator("[data-aside] li")
    expect(aside).to_have_count(1)
    expect(aside).to_contain_text(f"received in person ({status})")
    olga.look("handing_aside", 1440, 820, 768, 390)
    page.reload()
    aside.get_by_role("button", name="Give up").click()
    expect(aside).to_have_count(1)
    aside.get_by_role("button", name="Give it up?").click()

    expect(page.locator("[data-aside]")).to_be_hidden()
    all_is_sent(page)
    page.route("**/handed-over/**", lambda route: route.fulfill(status=status, body="no"))
    tap(page, 3, "Given")
    tap(page, 4, "Given")
    expect(aside).to_have_count(2)
    page.get_by_role("button", name="Give up all").click()
    page.get_by_role("button", name="Give all of them up?").click()
    expect(page.locator("[data-aside]")).to_be_hidden()
    expect(page.locator(".handing-row", has_text="not sent yet")).to_have_count(0)
    assert handed() == [("2019/002", 1, "in_person", "")]
    expect(counts(page)).to_have_text(["1", "0", "0", "5"])
    assert olga.complaints == []


def test_two_tables_never_note_twice_and_who_comes_second_is_told(event: Event, visit):
    one, other = (visitor_of(visit, event) for _ in range(2))
    one.loses_network = other.loses_network = True
    other.expected_statuses = {409}
    pages = [each.go(f"/organize/{event.slug}/diplomas/handing-over/") for each in (one, other)]
    pages[1].route("**/handed-over/**", lambda route: route.abort())

    tap(pages[1], 1, "Given")
    tap(pages[1], 2, "Absent")
    tap(pages[1], 2, "Given")
    tap(pages[0], 1, "Given")
    row(pages[0], 2).get_by_text("By proxy").click()
    row(pages[0], 2).get_by_label("Who takes it instead?").fill("Роза")
    tap(pages[0], 2, "Given to this person")
    noted = [("2019/001", 1, "in_person", ""), ("2019/002", 1, "proxy", "Роза")]
    wait_until(lambda: handed() == noted, "the first table's taps are noted")
    pages[1].unroute("**/handed-over/**")
    pages[1].evaluate("window.dispatchEvent(new Event('online'))")

    expect(row(pages[1], 2)).to_contain_text("of № 2019/002 something else is noted meanwhile")
    expect(row(pages[1], 2)).to_contain_text("by proxy: Роза")
    expect(pages[1].get_by_text("not sent yet")).to_have_count(0)
    assert handed() == noted
    assert one.complaints + other.complaints == []


def test_what_an_account_kept_waits_for_it_and_is_never_noted_as_anothers(event: Event, visit):
    olga = visitor_of(visit, event)
    olga.loses_network, olga.expected_statuses = True, {401}
    address = f"/organize/{event.slug}/diplomas/handing-over/"
    page = olga.go(address)
    page.route("**/handed-over/**", lambda route: route.abort())
    tap(page, 1, "Given")
    expect(page.get_by_text("No answer: 1 kept on this device.")).to_be_visible()
    mine = olga.context.cookies()

    as_member(olga, event)
    page.unroute("**/handed-over/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("1 kept on this device: you are signed out")).to_be_visible()
    page = olga.go(address)
    expect(page.get_by_text("1 of another account are kept on this device")).to_be_visible()
    assert handed() == []

    olga.context.add_cookies(mine)
    page = olga.go(address)
    expect(row(page, 1)).to_contain_text("received in person")
    expect(page.get_by_text("not sent yet")).to_have_count(0)
    assert handed() == [("2019/001", 1, "in_person", "")]
    assert olga.complaints == []


def test_without_scripts_each_tap_is_a_page(event: Event, visit):
    olga = visitor_of(visit, event, scripts=False)
    page = olga.go(f"/organize/{event.slug}/diplomas/handing-over/")

    tap(page, 1, "Given")
    expect(row(page, 1)).to_contain_text("received in person")
    tap(page, 1, "Take back")

    expect(counts(page)).to_have_text(["0", "0", "0", "6"])

"""The team on stage: its sheet opens by itself from the list, and never under a finger."""

import threading

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import RunItem
from tests.browser.tablet.tablet import Tablet, wait_for_given

pytestmark = pytest.mark.django_db(transaction=True)

# Nothing can be run in a page that is being left: it goes on looking by itself.
TAPS_AND_LOOKS = """(link) => {
  link.click();
  setInterval(() => document.dispatchEvent(new Event("visibilitychange")), 100);
}"""
# A minute after the last touch, for the page.
LATER = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + 60000;
}"""


def goes_on_stage(tablet: Tablet, team: int) -> None:
    now = timezone.now()
    RunItem.objects.filter(started_at__isnull=False).update(ended_at=now)
    RunItem.objects.filter(defense=tablet.hall.defenses[team]).update(started_at=now)


def looks(page: Page) -> None:
    """What the page does by itself every five seconds."""
    with page.expect_response("**/api/v1/tablet"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_team_on_stage_opens_once_and_is_a_line_everywhere_else(tablet: Tablet):
    page, line = tablet.page, tablet.page.locator("[data-stage] a")
    looks(page)
    expect(line).to_be_hidden()

    goes_on_stage(tablet, 3)
    page.wait_for_url(f"**{tablet.address(3)}")
    expect(line).to_be_hidden()
    tablet.give(7)
    before = page.locator("#sheet .step").first.bounding_box()
    goes_on_stage(tablet, 4)
    expect(line).to_have_text("On stage now: team 4 – open")
    assert page.locator("#sheet .step").first.bounding_box() == before
    assert page.url.endswith(tablet.address(3))
    assert tablet.visitor.violations() == []

    line.click()
    page.wait_for_url(f"**{tablet.address(4)}")
    wait_for_given({3: "7"})
    page.goto("/expert/")
    expect(line).to_be_visible()
    looks(page)
    assert page.url.endswith("/expert/")
    assert tablet.visitor.complaints == []


def test_who_went_on_to_another_team_is_not_taken_back(tablet: Tablet):
    page, line = tablet.page, tablet.page.locator("[data-stage] a")
    tablet.open(1)
    goes_on_stage(tablet, 2)
    expect(line).to_be_visible()
    tablet.open(5)
    expect(line).to_have_text("On stage now: team 2 – open")

    page.goto("/expert/")
    expect(line).to_be_visible()
    looks(page)

    assert page.url.endswith("/expert/")


def test_a_dialog_and_a_missing_network_keep_the_list_as_it_is(tablet: Tablet):
    page, line = tablet.page, tablet.page.locator("[data-stage] a")
    looks(page)
    page.get_by_role("button", name="Call the secretary").click()
    goes_on_stage(tablet, 2)
    expect(line).to_be_attached()
    expect(line).to_have_text("On stage now: team 2 – open")
    assert page.url.endswith("/expert/")

    tablet.network.mode = "cut"
    page.get_by_role("button", name="Cancel").click()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(line).to_be_visible()
    assert page.url.endswith("/expert/")
    tablet.network.mode = "good"

    page.wait_for_url(f"**{tablet.address(2)}")


def test_the_team_that_its_expert_opens_comes_before_the_one_on_stage(tablet: Tablet):
    page = tablet.page
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    slow = threading.Event()
    passes, address = tablet.network.passes, tablet.address(5)
    tablet.network.passes = lambda path: (path != address or slow.wait(60)) and passes(path)

    page.locator(f'[data-teams] a[href="{address}"]').evaluate(TAPS_AND_LOOKS)
    goes_on_stage(tablet, 3)
    for _ in range(2):
        page.wait_for_event("response", lambda each: each.url.endswith("/api/v1/tablet"))
    slow.set()

    page.wait_for_url(f"**{address}")


def test_no_sheet_opens_under_a_finger_that_is_held_down(tablet: Tablet):
    page, line = tablet.page, tablet.page.locator("[data-stage] a")
    looks(page)
    page.mouse.move(4, 400)
    page.mouse.down()
    page.evaluate(LATER)
    goes_on_stage(tablet, 3)
    looks(page)
    expect(line).to_be_visible()
    looks(page)
    assert page.url.endswith("/expert/")

    page.mouse.up()

    page.wait_for_url(f"**{tablet.address(3)}")

"""A change of a submitted sheet that was never submitted: kept, never sent by itself, never over newer values."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Event
from tests.browser.tablet.tablet import Tablet, given, wait_for_given

pytestmark = pytest.mark.django_db(transaction=True)

DRAFTS = """() => new Promise((resolve) => {
  const opening = indexedDB.open(`qorgau-${document.body.dataset.holder}`);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("drafts").objectStore("drafts").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map(({ values }) => values.points.whole));
    };
  };
})"""


def change(tablet: Tablet, points: int) -> None:
    tablet.page.get_by_role("button", name="Change", exact=True).click()
    tablet.give(points)


def is_half_made(page: Page, points: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-mode", "change")
    expect(page.locator("#sheet input:checked")).to_have_value(points)


def reloaded(tablet: Tablet) -> Page:
    tablet.page.wait_for_function(
        "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    )
    tablet.page.reload()
    return tablet.page


def test_a_change_after_one_that_waits_is_laid_over_it_and_sent_when_it_is_submitted(
    tablet: Tablet,
):
    """Also where nothing was submitted while there was a network."""
    page = tablet.visitor.go("/expert/")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    tablet.open(1)
    tablet.give(5)
    tablet.submit()
    tablet.empty_by_itself()
    tablet.network.mode = "cut"
    change(tablet, 6)
    tablet.submit()
    tablet.has_unsent(1)
    change(tablet, 9)
    is_half_made(reloaded(tablet), "9")
    tablet.open(2)
    tablet.give(4)
    tablet.submit()
    tablet.has_unsent(2)
    change(tablet, 8)

    is_half_made(reloaded(tablet), "8")
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    wait_for_given({1: "6", 2: "4"})
    tablet.submit()
    tablet.open(1)
    is_half_made(page, "9")
    tablet.submit()

    wait_for_given({1: "9", 2: "8"})
    assert tablet.visitor.complaints == []


def test_a_change_left_half_made_is_asked_about_before_it_goes_over_what_was_saved_since(
    tablet: Tablet, other_device: Callable[[], Tablet]
):
    """Whoever takes the other values is not shown the change again."""
    tablet.visitor.expected_statuses = {409}
    page = tablet.open(1)
    tablet.give(6)
    tablet.submit()
    tablet.empty_by_itself()
    change(tablet, 7)
    tablet.open(2)
    other = other_device()
    other.open(1)
    change(other, 2)
    other.submit()
    wait_for_given({1: "2"})
    tablet.open(1)
    is_half_made(page, "7")

    page.locator("[data-submit]").click()
    expect(page.locator("dialog[open] [data-compare] tr").first).to_have_text("The whole72")
    page.locator("[data-take-theirs]").click()

    expect(page.locator("body")).to_have_attribute("data-mode", "read")
    tablet.has_unsent(0)
    reloaded(tablet)
    expect(page.locator("body")).to_have_attribute("data-mode", "read")
    assert page.evaluate(DRAFTS) == []
    assert given() == {1: "2"}
    assert tablet.visitor.complaints == []


def test_try_again_sends_what_was_refused_and_not_the_change_made_since(tablet: Tablet):
    """Given up, it comes back from no draft."""
    tablet.visitor.expected_statuses = {401, 423}
    page = tablet.open(1)
    tablet.give(6)
    tablet.submit()
    tablet.empty_by_itself()
    change(tablet, 5)
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    tablet.submit()
    page.get_by_role("dialog").get_by_role("button", name="Later").click()
    change(tablet, 9)
    page.context.add_cookies(cookies)
    page.locator("[data-act=retry]").click()
    wait_for_given({1: "5"})
    tablet.has_unsent(0)
    is_half_made(page, "9")

    Event.objects.update(scoring_closed_at=timezone.now())
    page.locator("[data-submit]").click()
    expect(page.locator("[data-sync]")).to_have_text("Not saved: scoring is closed")
    tablet.give(3)
    Event.objects.update(scoring_closed_at=None)
    page.locator("[data-act=retry]").click()

    wait_for_given({1: "9"})
    tablet.has_unsent(0)
    is_half_made(page, "3")
    assert tablet.visitor.complaints == []

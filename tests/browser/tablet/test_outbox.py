"""Points go onto the tablet first and only then over the network; only our server's answer takes them off."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from experts.models import ScoreSheet, SheetRevision
from tests.browser.tablet.tablet import Tablet, given, none_doubled, wait_for_given

pytestmark = pytest.mark.django_db(transaction=True)

# Two tabs that do not know of each other: what the first gave is refused before the second gives.
LINEAGES = """async () => {
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  const { tablet: { outbox } } = await import(names.find((name) => /tablet\\/tablet\\./.test(name)));
  const sheet = "/api/v1/sheets/1-1";
  const put = (whole) => outbox.put({
    sheet, page: "/", title: "", seen: null, base_rev: 0,
    values: { final: false, points: { whole }, comment: "", rubric_version: 1 },
  });
  await put("3");
  await outbox.refused(await outbox.next(new Set()), { status: "invalid", detail: "" });
  await put("8");
  const next = await outbox.next(new Set());
  const { operation } = await outbox.of(sheet);
  return [next.values.points.whole, operation.values.points.whole];
}"""


def test_points_given_without_a_network_are_sent_from_the_next_page(tablet: Tablet):
    tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(3)
    tablet.is_in("waiting")
    tablet.give(8)
    tablet.has_kept("3", "8")
    assert given() == {}

    tablet.page.close()
    tablet.network.mode = "good"
    tablet.visitor.page = tablet.visitor.context.new_page()
    tablet.visitor.go("/expert/")

    wait_for_given({1: "8"})
    tablet.has_unsent(0)
    assert none_doubled()


def test_the_line_and_the_button_say_what_is_so_without_a_network(tablet: Tablet):
    page = tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(7)
    expect(page.locator("[data-sync]")).to_have_text("Saved on this tablet, not yet on the server")
    expect(page.locator("[data-watch]")).to_have_text("1 waiting")
    expect(page.locator("[data-submit]")).to_have_text("Submit when the network returns")

    tablet.submit()

    expect(page.locator("[data-sync]")).to_have_text("Will be submitted when the network returns")
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    expect(page.locator("[data-watch]")).to_be_hidden()
    assert ScoreSheet.objects.get().state == ScoreSheet.State.SUBMITTED


def test_behind_a_portal_nothing_counts_as_saved(tablet: Tablet):
    tablet.open(2)
    tablet.network.mode = "portal"
    tablet.give(9)
    tablet.is_in("waiting")
    tablet.page.evaluate("window.dispatchEvent(new Event('focus'))")
    tablet.is_in("waiting")
    tablet.has_unsent(1)

    tablet.network.mode = "good"
    tablet.empty_by_itself()

    wait_for_given({2: "9"})


def test_with_three_answers_of_ten_lost_every_last_value_is_there_once(tablet: Tablet):
    tablet.network.lost = 0.3
    for team in range(1, 8):
        tablet.open(team)
        for points in (team, 10, team + 1):
            tablet.give(points)
        tablet.submit()

    tablet.empty_by_itself()

    wait_for_given({team: str(team + 1) for team in range(1, 8)})
    assert none_doubled()
    assert ScoreSheet.objects.submitted().count() == 7
    assert SheetRevision.objects.count() < tablet.network.saves


def test_a_clock_that_is_wrong_by_a_day_orders_nothing(tablet: Tablet):
    for team, days in ((1, 1), (2, -1)):
        tablet.page.clock.set_fixed_time(timezone.now() + timedelta(days=days))
        tablet.page.keyboard.press("Shift")  # a tablet that nobody touched for a day is locked
        tablet.open(team)
        tablet.give(4)
        tablet.give(6)
        tablet.empty_by_itself()

    wait_for_given({1: "6", 2: "6"})


def test_what_was_refused_in_one_tab_stays_and_holds_no_other_back(tablet: Tablet):
    tablet.page.locator("body[data-pages-kept]").wait_for(state="attached")
    tablet.network.mode = "cut"

    assert tablet.page.evaluate(LINEAGES) == ["8", "3"]

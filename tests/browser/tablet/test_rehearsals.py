"""A tablet that holds points of a rehearsal that was taken back: they go into no other one."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from defense.rehearsal.casting import begin_rehearsal
from defense.rehearsal.closing import reset_rehearsal
from events.models import AuditEntry, Pass
from events.services.passes import issue_pass
from experts.models import SheetRevision
from tests.browser.tablet.network import Network
from tests.browser.tablet.tablet import Tablet, wait_for_given
from tests.browser.visitor import Visitor
from tests.experts.hall import Hall
from tests.processes import Running

pytestmark = pytest.mark.django_db(transaction=True)

# Of which rehearsal each page is that the tablet keeps.
KEPT_PAGES = """() => new Promise((resolve) => {
  const opening = indexedDB.open(`qorgau-${document.body.dataset.holder}`);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("pages").objectStore("pages").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.map(({ html }) => Number(html.match(/data-rehearsal="([0-9]+)"/)[1])));
    };
  };
})"""
# What a page of that rehearsal forgets of the ones that have ended.
FORGET_AS_OF = """async (rehearsal) => {
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  const script = (part) => import(names.find((name) => name.includes(part)));
  const [{ tablet }, { Outbox }] = [await script("/js/tablet/tablet."), await script("/js/tablet/outbox.")];
  return (await new Outbox(tablet.database, rehearsal).forgetEnded()).length;
}"""


def begin(hall: Hall) -> str:
    """The address of the expert's card for it."""
    begin_rehearsal(hall.event.pk, actor="test")
    person, kind, at = hall.seats[1].person, Pass.Kind.EXPERT, timezone.now()
    return f"/pass/#{issue_pass(person, kind=kind, actor='test', at=at, is_rehearsal=True).token}"


def enter(page: Page, card: str) -> None:
    page.goto(card)
    page.get_by_role("button", name="Enter").click()
    page.wait_for_url("**/expert/")


def test_points_of_a_rehearsal_that_was_taken_back_go_into_no_other(
    chromium, hall: Hall, network: Network, running_server: Running
):
    visitor = Visitor(chromium, network.url, width=768)
    visitor.loses_network = True
    visitor.expected_statuses = {401, 422}
    enter(visitor.page, begin(hall))
    tablet = Tablet(visitor, hall, network)
    page = tablet.open(1)
    network.mode = "cut"
    tablet.give(7)
    tablet.has_kept("7")
    reset_rehearsal(hall.event.pk, actor="test")
    card = begin(hall)
    tab = page.context.new_page()
    enter(tab, running_server.url + card)  # another port: the session is shared, and no outbox
    tab.close()

    network.mode = "good"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    line = page.locator("[data-sync]")
    expect(line).to_have_text("Not saved: this is of a rehearsal that has ended")
    page.get_by_role("button", name="Open the sheet again").click()

    tablet.has_unsent(0)
    expect(page.locator("#sheet input:checked")).to_have_count(0)
    assert not SheetRevision.objects.exists()
    refused = AuditEntry.objects.filter(verb="score_sheet.refused").values_list(
        "details", flat=True
    )
    assert "rehearsal_over" in [each["refused"] for each in refused]
    tablet.give(5)
    wait_for_given({1: "5"})
    visitor.leave()


def test_a_page_of_the_rehearsal_before_drops_nothing_of_this_one_and_is_kept_no_longer(
    chromium, hall: Hall, network: Network
):
    """Without a network its kept pages open, and less than ten minutes old they were not asked for again."""
    visitor = Visitor(chromium, network.url, width=768)
    visitor.loses_network = True
    visitor.expected_statuses = {401}
    page = visitor.page
    kept = page.locator("body[data-pages-kept]")
    enter(page, begin(hall))
    kept.wait_for(state="attached")
    before = page.evaluate(KEPT_PAGES)
    reset_rehearsal(hall.event.pk, actor="test")
    enter(page, begin(hall))
    kept.wait_for(state="attached")
    now = int(page.locator("body").get_attribute("data-rehearsal") or 0)

    assert len(before) > 1
    assert set(before) != {now}
    assert page.evaluate(KEPT_PAGES) == [now] * len(before)
    tablet = Tablet(visitor, hall, network)
    tablet.open(1)
    network.mode = "cut"
    tablet.give(7)
    tablet.has_kept("7")
    assert page.evaluate(FORGET_AS_OF, before[0]) == 0
    tablet.has_kept("7")
    assert page.evaluate(FORGET_AS_OF, now + 1) == 1
    visitor.leave()

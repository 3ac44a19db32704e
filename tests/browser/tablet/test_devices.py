"""One expert on two tabs and on two tablets: both stay right, and nothing is written over in silence."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Pass
from experts.models import Interest, RepeatedOperation, ScoreSheet, SheetRevision, SheetSignature
from tests.browser.tablet.tablet import Tablet, entered, given, none_doubled, wait_for_given
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_show_and_save_the_same(tablet: Tablet):
    first = tablet.open(1)
    second = tablet.page.context.new_page()
    second.goto(first.url)
    expect(first.locator("[data-twin]")).to_be_visible()
    tablet.network.mode = "cut"

    tablet.give(4)
    expect(second.locator("[data-total]")).to_have_text("40.0")
    second.locator('input[name="points-whole"][value="9"]').check(force=True)
    expect(first.locator("[data-total]")).to_have_text("90.0")
    tablet.network.mode = "good"
    tablet.empty_by_itself()

    wait_for_given({1: "9"})
    assert none_doubled()
    second.close()
    expect(first.locator("[data-twin]")).to_be_hidden()


def test_a_question_answered_in_one_tab_is_asked_in_no_other_and_typing_is_not_disturbed(
    tablet: Tablet,
):
    tablet.visitor.expected_statuses = {409}
    first = tablet.open(3)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("body[data-unsent]").wait_for(state="attached")
    tablet.network.mode = "cut"
    tablet.give(2)
    expect(second.locator("[data-total]")).to_have_text("20.0")
    tablet.hall.give(1, 3, 7, ScoreSheet.State.DRAFT)  # from elsewhere
    tablet.network.mode = "good"
    for page in (first, second):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (first, second):
        page.locator("dialog[open] [data-take-theirs]").wait_for()

    first.locator("[data-take-theirs]").click()
    expect(second.locator("[data-total]")).to_have_text("70.0")
    expect(second.locator("dialog[open]")).to_have_count(0)
    first.locator('textarea[name="comment"]').press_sequentially("Clear")
    second.locator('input[name="points-whole"][value="9"]').check(force=True)
    expect(first.locator("[data-total]")).to_have_text("90.0")

    wait_until(
        lambda: SheetRevision.objects.latest("number").comment == "Clear", "the comment is kept"
    )
    assert SheetRevision.objects.latest("number").points == {"whole": "9"}
    tablet.has_unsent(0)


def test_what_one_tab_sent_waits_in_no_other_after_an_outage(tablet: Tablet):
    """Also in a browser whose tabs cannot speak to each other."""
    tablet.open(1)
    tablet.page.locator("body[data-pages-kept]").wait_for(state="attached")
    tablet.network.mode = "cut"
    tablet.give(4)
    others = [tablet.page.context.new_page() for _ in range(2)]
    others[1].add_init_script("delete window.BroadcastChannel")
    for page in others:
        page.goto(tablet.page.url)
        expect(page.locator("[data-sync]")).to_have_attribute("data-state", "waiting")
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    wait_for_given({1: "4"})
    expect(others[0].locator("[data-sync]")).to_have_attribute("data-state", "saved")

    for page in others:
        page.evaluate("window.dispatchEvent(new Event('focus'))")

    for page in (tablet.page, *others):
        expect(page.locator("[data-sync]")).to_have_attribute("data-state", "saved")
        expect(page.locator("[data-submit]")).to_have_text("Submit")


@pytest.mark.engines("either refuses the older revision")
def test_two_devices_are_asked_and_shown_only_what_differs(
    tablet: Tablet, other_device: Callable[[], Tablet]
):
    other = other_device()
    tablet.open(2)
    other.open(2)
    tablet.visitor.expected_statuses = {409}
    tablet.give(3)
    wait_for_given({2: "3"})

    other.give(8)
    expect(other.page.locator("dialog[open] [data-compare] tr")).to_have_text(
        ["The whole83", "Total80.030.0"]
    )
    assert given() == {2: "3"}
    other.page.locator("[data-keep-mine]").click()
    wait_for_given({2: "8"})
    tablet.give(5)
    tablet.page.locator("dialog[open]").wait_for()
    tablet.page.locator("[data-take-theirs]").click()
    expect(tablet.page.locator("[data-total]")).to_have_text("80.0")
    tablet.has_unsent(0)
    other.has_unsent(0)

    assert [each.points["whole"] for each in SheetRevision.objects.order_by("pk")] == ["3", "8"]


def test_what_a_server_put_back_from_a_backup_has_lost_is_given_again_by_its_expert(
    tablet: Tablet, tmp_path: Path
):
    """It acknowledged 9, and knows 4: told on the list, both shown on the sheet, nothing decided in silence."""
    tablet.visitor.expected_statuses = {409}
    page = tablet.open(2)
    tablet.give(4)
    tablet.is_in("saved")
    backup = sqlite3.connect(tmp_path / "backup")
    connection.connection.backup(backup)
    tablet.give(9)
    wait_for_given({2: "9"})
    tablet.is_in("saved")
    tablet.open(3)
    backup.backup(connection.connection)
    backup.close()

    page.goto("/expert/")
    page.locator("[data-refused-note]").get_by_role("link", name="Team 2").click()

    dialog = page.get_by_role("dialog", name="The server has an older version of this sheet")
    expect(dialog.locator("[data-compare] tr").first).to_have_text("The whole94")
    expect(dialog.get_by_role("heading")).to_be_focused()
    assert given() == {2: "4"}
    dialog.locator("[data-keep-mine]").click()
    wait_for_given({2: "9"})
    tablet.has_unsent(0)
    assert tablet.visitor.complaints == []


LOOK_AGAIN = """async () => {
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  const script = (part) => import(names.find((name) => name.includes(part)));
  const [{ tablet }, { giveAgainWhatIsLost }] = [await script("/js/tablet/tablet."), await script("/given_again.")];
  document.querySelector('a[data-rev="1"]').dataset.rev = "0";
  await giveAgainWhatIsLost(tablet);
  return (await tablet.outbox.all()).length;
}"""


def test_a_second_rehearsal_shows_nothing_of_the_first(tablet: Tablet):
    Event.objects.update(is_rehearsal=True)
    Pass.objects.update(is_rehearsal=True)
    page = tablet.open(1)
    tablet.give(7)
    tablet.submit()
    tablet.empty_by_itself()
    page.goto("about:blank")
    for model in (RepeatedOperation, SheetSignature, SheetRevision, ScoreSheet):
        model.objects.all().delete()

    tablet.open(1)

    expect(page.locator("[data-submit]")).to_be_visible()
    expect(page.locator("#sheet input:checked")).to_have_count(0)
    tablet.give(4)
    wait_for_given({1: "4"})


def test_a_page_made_before_the_last_save_is_no_sign_of_a_loss(tablet: Tablet):
    tablet.open(2)
    tablet.give(4)
    tablet.is_in("saved")
    page = tablet.visitor.go("/expert/")
    tablet.has_unsent(0)

    with page.expect_response("**/api/v1/sheets/*") as answer:
        assert page.evaluate(LOOK_AGAIN) == 0

    assert answer.value.json()["rev"] == 1


def test_a_conflict_of_another_team_stays_in_sight_until_its_sheet_is_opened(tablet: Tablet):
    tablet.visitor.expected_statuses = {409}
    tablet.open(3)
    tablet.network.mode = "cut"
    tablet.give(2)
    tablet.is_in("waiting")
    tablet.hall.give(1, 3, 7, ScoreSheet.State.DRAFT)  # from elsewhere
    tablet.network.mode = "good"

    tablet.visitor.go("/expert/")
    note = tablet.page.locator("[data-refused-note]")
    expect(note).to_be_visible()
    with tablet.page.expect_navigation():
        note.get_by_role("link", name="Team 3").click()
    tablet.page.locator("[data-keep-mine]").click()

    wait_for_given({3: "2"})
    tablet.has_unsent(0)


def test_points_for_a_team_that_recuses_meanwhile_are_told_and_can_be_given_up(tablet: Tablet):
    tablet.visitor.expected_statuses = {403}
    tablet.open(4)
    tablet.network.mode = "cut"
    tablet.give(6)
    tablet.is_in("waiting")
    project = tablet.hall.defenses[4].project
    Interest.objects.create(
        seat=tablet.hall.seats[1], project=project, kind="other", outcome="recuse"
    )
    tablet.network.mode = "good"

    page = tablet.visitor.go(tablet.address(4))
    row = page.locator("[data-refused-note] li")
    expect(row).to_contain_text("You are recused from this project")
    row.get_by_role("button").click()
    tablet.has_unsent(1)
    row.get_by_role("button", name="Give these points up for good").click()

    tablet.has_unsent(0)
    expect(page.locator("[data-refused-note]")).to_be_hidden()
    assert given() == {}


def test_a_closed_scoring_keeps_the_points_and_takes_them_when_it_is_open_again(tablet: Tablet):
    tablet.visitor.expected_statuses = {423}
    tablet.open(5)
    Event.objects.update(scoring_closed_at=timezone.now())
    tablet.give(6)
    expect(tablet.page.locator("[data-sync]")).to_have_text("Not saved: scoring is closed")

    page = tablet.visitor.go("/expert/")
    page.locator("[data-refused-note] [data-hand-over-open]").click()
    with page.expect_download() as download:
        page.locator("[data-save-file]").click()
    Event.objects.update(scoring_closed_at=None)
    tablet.open(5)

    wait_for_given({5: "6"})
    assert r"\"whole\":\"6\"" in download.value.path().read_text()


def test_who_leaves_with_unsent_points_is_asked_and_another_card_sends_none_of_them(
    tablet: Tablet, hall, network
):
    tablet.visitor.expected_statuses = {401}
    tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(7)
    tablet.is_in("waiting")
    leave = tablet.page.get_by_role("button", name="Leave", exact=True)
    leave.click()
    tablet.page.locator("[data-leave-stay]").click()
    tablet.has_unsent(1)
    tablet.network.mode = "good"
    Pass.objects.update(revoked_at=timezone.now())
    leave.click()
    tablet.page.locator("[data-leave-go]").click()
    tablet.page.wait_for_url("**/pass/")

    again = entered(tablet.visitor, hall, network)

    wait_for_given({1: "7"})
    again.has_unsent(0)

"""A server that restarts, answers that come late and out of order, a browser that is killed, a session that ends."""

import os
import re
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, expect

from events.models import Enrolment, Event, Pass
from events.services.passes import issue_pass
from experts.models import SheetRevision
from tests.browser.tablet.tablet import Tablet, given, none_doubled, wait_for_given
from tests.browser.visitor import ARGUMENTS, CHROMIUM
from tests.conftest import start_server
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_answers_held_back_and_let_go_out_of_order_leave_the_last_values(tablet: Tablet):
    tablet.open(1)
    tablet.network.hold_answers()
    tablet.give(2)
    wait_until(lambda: len(tablet.network.held or []) == 1, "the first save is under way")
    tablet.give(9)
    tablet.has_kept("2", "9")
    tablet.open(2)  # its page sends both, and the first answer is of a page that has gone
    tablet.give(5)
    wait_until(lambda: len(tablet.network.held or []) == 2, "it is sent again")
    tablet.network.release(1)
    wait_until(lambda: len(tablet.network.held or []) == 3, "the second save is under way")
    tablet.network.release(0)
    tablet.network.go_on()

    tablet.empty_by_itself()

    wait_for_given({1: "9", 2: "5"})
    assert none_doubled()


def test_a_server_that_restarts_in_the_middle_loses_nothing(
    tablet: Tablet, process_env, tmp_path: Path
):
    tablet.visitor.expected_statuses = {502, 503}
    tablet.open(1)
    tablet.give(3)
    wait_for_given({1: "3"})
    first = tablet.network.upstream
    tablet.network.upstream = first._replace(netloc="127.0.0.1:1")  # nobody listens
    tablet.give(8)
    tablet.is_in("waiting")

    server = start_server(tmp_path / "log", process_env)
    try:
        tablet.network.follow(server.url)
        tablet.empty_by_itself()
        wait_for_given({1: "8"})
    finally:
        server.end()


def test_a_browser_killed_after_a_tap_sends_it_when_it_is_started_again(
    chromium, hall, network, tmp_path: Path
):
    playwright = chromium.browser_type
    card = issue_pass(hall.seats[1].person, kind=Pass.Kind.EXPERT, actor="test", at=timezone.now())

    def start() -> BrowserContext:
        return playwright.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            base_url=network.url,
        )

    context = start()
    page = context.new_page()
    page.goto(f"/pass/#{card.token}")
    page.get_by_role("button", name="Enter").click()
    page.wait_for_url("**/expert/")
    page.goto(f"/expert/defenses/{hall.defenses[1].pk}/")
    network.mode = "cut"
    page.locator('input[name="points-whole"][value="8"]').check(force=True)
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", "waiting")
    cookies = context.cookies()  # Chromium writes them down half a minute late
    kill_browser_of(tmp_path / "profile")
    with suppress(
        Error
    ):  # whichever is noticed first: the end of the browser or the wish to close it
        context.close()
    assert given() == {}

    network.mode = "good"
    context = start()
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/expert/")

    wait_for_given({1: "8"})
    expect(page.locator("body")).to_have_attribute("data-unsent", "0")
    context.close()


def kill_browser_of(profile: Path) -> None:
    """The process that was started for this profile, as a power cut ends it."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _runs_in(entry, profile):
            os.kill(int(entry.name), signal.SIGKILL)


def _runs_in(process: Path, profile: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    is_first = not any(word.startswith(b"--type=") for word in words)
    return is_first and f"--user-data-dir={profile}".encode() in words


@pytest.mark.engines("either counts the guess before it is looked at")
def test_a_session_that_ends_while_points_are_given_is_opened_by_the_pin_over_the_page(
    tablet: Tablet,
):
    """Nothing typed is lost, “Later” lets the expert go on, and each last value is on the server once."""
    tablet.visitor.expected_statuses = {401}
    page = tablet.open(1)
    dialog = page.get_by_role("dialog", name="This tablet is locked")
    pin = dialog.get_by_label("Enter your PIN")
    Session.objects.all().delete()

    tablet.give(4)
    expect(pin).to_be_focused()
    expect(page.locator("[data-sync]")).to_have_text("Not saved: this tablet is locked")
    tablet.visitor.look("pin_over_the_page", 1440, 768, 390)
    page.keyboard.press("Escape")
    tablet.give(6)
    page.locator('textarea[name="comment"]').fill("Clear")
    tablet.has_unsent(1)
    expect(dialog).to_be_hidden()
    tablet.page.locator("[data-submit]").click()
    pin.fill(f"{(int(tablet.pin) + 1) % 10_000:04}")
    pin.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("9 tries are left")
    page.evaluate("window.stays = true")
    pin.fill(tablet.pin)
    dialog.get_by_role("button", name="Unlock").click()

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
    tablet.has_unsent(0)
    assert page.evaluate("window.stays") is True
    wait_for_given({1: "6"})
    revision = SheetRevision.objects.latest("number")
    assert (revision.is_final, revision.comment) == (True, "Clear")
    assert none_doubled()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unlock the tablet")
    assert tablet.visitor.complaints == []


def test_a_tablet_that_no_pin_opens_is_told_so_once_and_keeps_what_was_given(tablet: Tablet):
    tablet.visitor.expected_statuses = {401, 403}
    page = tablet.open(1)
    dialog = page.get_by_role("dialog", name="This tablet is locked")
    Session.objects.all().delete()
    tablet.give(4)
    expect(dialog).to_be_visible()
    Pass.objects.update(revoked_at=timezone.now())

    dialog.get_by_label("Enter your PIN").fill(tablet.pin)
    dialog.get_by_role("button", name="Unlock").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The organizers stopped the card")
    expect(dialog.get_by_role("link", name="Open my card")).to_be_focused()
    dialog.get_by_role("button", name="Close").click()
    tablet.give(5)

    expect(page.locator("[data-sync]")).to_have_text("Not saved: open your card again")
    expect(dialog).to_be_hidden()
    tablet.has_unsent(1)
    assert tablet.visitor.complaints == []


def test_wrong_pins_wait_as_long_as_the_server_says(tablet: Tablet):
    tablet.visitor.expected_statuses = {401, 429}
    page = tablet.open(1)
    Enrolment.objects.update(wrong_count=4, waits_until=timezone.now() + timedelta(hours=1))
    Session.objects.all().delete()
    tablet.give(4)
    dialog = page.get_by_role("dialog", name="This tablet is locked")

    dialog.get_by_label("Enter your PIN").fill(tablet.pin)
    dialog.get_by_label("Enter your PIN").press("Enter")

    expect(dialog.get_by_role("button", name=re.compile(r"Unlock in \d+ s"))).to_be_disabled()
    expect(dialog.get_by_role("alert")).to_contain_text("Try again in")
    assert tablet.visitor.complaints == []


def test_points_before_a_declaration_go_out_by_themselves_when_it_is_made(tablet: Tablet):
    tablet.visitor.expected_statuses = {403}
    page = tablet.open(1)
    Event.objects.update(asks_declaration=True)
    tablet.give(4)
    expect(page.locator("[data-sync]")).to_have_text("Not saved: your declaration is missing")
    tablet.give(6)
    tablet.has_kept("4", "6")
    Event.objects.update(asks_declaration=False)

    page.goto("/expert/")
    tablet.has_unsent(0)

    wait_for_given({1: "6"})
    assert none_doubled()


def test_points_that_waited_for_a_declaration_are_set_aside_when_the_scoring_closes(
    tablet: Tablet,
):
    tablet.visitor.expected_statuses = {403, 423}
    page = tablet.open(1)
    Event.objects.update(asks_declaration=True)
    tablet.give(4)
    expect(page.locator("[data-sync]")).to_have_text("Not saved: your declaration is missing")
    Event.objects.update(scoring_closed_at=timezone.now())

    page.goto("/expert/")

    note = page.locator("[data-refused-note]")
    expect(note.get_by_role("button", name="Give up")).to_be_visible()
    assert page.goto(tablet.address(1)).url.endswith(tablet.address(1))


def test_a_busy_server_is_waited_for_and_said_to_be_busy(tablet: Tablet):
    tablet.visitor.expected_statuses = {503}
    page = tablet.open(1)
    said = {"status": "busy", "detail": "The server is busy."}
    sheets = "**/api/v1/sheets/*"
    page.route(sheets, lambda route: route.fulfill(status=503, json=said))

    tablet.give(4)
    expect(page.locator("[data-sync]")).to_have_text("Not saved yet: the server is busy, waiting")
    tablet.is_in("waiting")
    page.unroute(sheets)

    tablet.has_unsent(0)
    wait_for_given({1: "4"})
    expect(page.locator("[data-trouble]")).to_be_hidden()


FORGET_THE_PAUSE = """Object.keys(localStorage)
  .filter((name) => name.startsWith("qorgau-pause"))
  .forEach((name) => localStorage.removeItem(name))"""


def test_no_tap_and_no_other_page_comes_before_the_server_wants_it(tablet: Tablet):
    tablet.visitor.expected_statuses = {503}
    page, sent = tablet.open(1), []
    said = {"status": "busy", "detail": "The server is busy."}
    headers = {"Retry-After": "60", "X-Qorgau": "1"}
    sheets = "**/api/v1/sheets/*"

    def refuse(route) -> None:
        sent.append(route)
        route.fulfill(status=503, headers=headers, json=said)

    page.route(sheets, refuse)
    tablet.give(4)
    tablet.is_in("waiting")
    tablet.give(6)
    tablet.has_kept("4", "6")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    tablet.open(2)
    tablet.has_unsent(1)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("body[data-pages-kept]")).to_be_attached()
    assert len(sent) == 1

    page.unroute(sheets)
    page.evaluate(FORGET_THE_PAUSE)
    tablet.open(1)
    tablet.has_unsent(0)
    wait_for_given({1: "6"})
    assert none_doubled()


def test_a_new_version_takes_no_page_with_unsent_points(tablet: Tablet):
    """The old page goes on, its files stay, and the new worker waits until nothing is left to send."""
    page = tablet.visitor.go("/expert/")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(7)
    tablet.is_in("waiting")
    old = page.evaluate(
        "caches.open('qorgau-shell').then((each) => each.keys()).then((all) => all.length)"
    )
    tablet.network.version = "// a new version\n"
    tablet.network.mode = "only_worker"
    page.evaluate(
        "navigator.serviceWorker.getRegistration('/expert/').then((each) => each.update())"
    )
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/expert/').then((each) => each.waiting !== null)"
    )

    page.reload()
    expect(page.locator("#sheet input:checked")).to_have_value("7")
    tablet.has_unsent(1)
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    wait_for_given({1: "7"})
    tablet.visitor.go("/expert/")

    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/expert/').then((each) => each.waiting === null)"
    )
    now = page.evaluate(
        "caches.open('qorgau-shell').then((each) => each.keys()).then((all) => all.length)"
    )
    assert now >= old

"""A server that restarts, answers that come late and out of order, a browser that is killed, a session that ends."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, expect

from events.models import Pass
from events.services.passes import issue_pass
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


def test_a_session_that_ends_while_points_are_given_keeps_them_for_the_same_expert(tablet: Tablet):
    tablet.visitor.expected_statuses = {401}
    page = tablet.open(1)
    cookies, sessions = page.context.cookies(), list(Session.objects.all())
    Session.objects.all().delete()

    tablet.give(4)
    expect(page.locator("[data-sync]")).to_have_text("Not saved: open your card again")
    tablet.give(6)
    tablet.has_unsent(1)
    Session.objects.bulk_create(sessions)
    page.context.add_cookies(cookies)  # the server took the one of the ended session back
    tablet.empty_by_itself()

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
    expect(page.locator("input:checked")).to_have_value("7")
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

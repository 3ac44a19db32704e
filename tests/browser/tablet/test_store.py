"""The tablet's database is older, newer, slow or emptied by the browser: what was given is not lost, nor said to be sent."""

import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tablet.tablet import Tablet, given, none_doubled, wait_for_given
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

KNOWS_NOBODY = "/expert/offline/"
# A page of a newer program: a version later, with a store that this one does not know.
NEWER = """(name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name, 99);
  opening.onupgradeneeded = () => opening.result.createObjectStore("invented");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => resolve(opening.result.close());
})"""
# As the first program made it, with the rows that are there.
OLDER = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("operations").objectStore("operations").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      indexedDB.deleteDatabase(name).onsuccess = () => {
        const again = indexedDB.open(name, 1);
        again.onupgradeneeded = () => {
          const operations = again.result.createObjectStore("operations", { keyPath: "op_id" });
          again.result.createObjectStore("sheets", { keyPath: "sheet" });
          again.result.createObjectStore("pages", { keyPath: "address" });
          asked.result.forEach((row) => operations.put(row));
        };
        again.onsuccess = () => resolve(again.result.close());
      };
    };
  };
})"""
# Nobody opens the database before this page lets go of it.
HOLD = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    window.held = opening.result;
    const later = indexedDB.open(name, opening.result.version + 1);
    later.onblocked = () => resolve();
    later.onsuccess = () => later.result.close();
  };
})"""

# As an installation left it: whose it is says a row of it, or only a page that is kept in it, or nothing.
ANOTHER = """([name, rows, owner, html]) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => {
    const operations = opening.result.createObjectStore("operations", { keyPath: "op_id" });
    rows.forEach((row) => operations.put(row));
    const meta = opening.result.createObjectStore("meta", { keyPath: "name" });
    if (owner) meta.put({ name: "owner", ...owner });
    const pages = opening.result.createObjectStore("pages", { keyPath: "address" });
    pages.put({ address: "/expert/", html });
  };
  opening.onsuccess = () => resolve(opening.result.close());
})"""
OWNER = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("meta").objectStore("meta").get("owner");
    asked.onsuccess = () => resolve(asked.result.person) ?? opening.result.close();
  };
})"""
NAMES = "indexedDB.databases().then((all) => all.map(({ name }) => name))"


def name_of(tablet: Tablet) -> str:
    return "qorgau-" + (tablet.page.locator("body").get_attribute("data-holder") or "")


def page_that_knows_nobody(tablet: Tablet) -> Page:
    page = tablet.page.context.new_page()
    page.goto(urljoin(tablet.network.url, KNOWS_NOBODY))
    return page


def databases(page: Page) -> set[str]:
    return {name for name in page.evaluate(NAMES) if not name.startswith("qorgau-keys-")}


def give_unsent(tablet: Tablet, team: int, points: int) -> str:
    """Given without a network, and the page closed. The name of the database."""
    tablet.open(team)
    tablet.network.mode = "cut"
    tablet.give(points)
    tablet.has_kept(str(points))
    name = name_of(tablet)
    tablet.page.goto("about:blank")
    tablet.network.mode = "good"
    return name


def test_a_database_of_a_newer_program_keeps_what_is_given_by_pages_before_and_after(
    tablet: Tablet,
):
    tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(3)
    tablet.is_in("waiting")
    tablet.page.evaluate(NEWER, name_of(tablet))

    tablet.give(8)
    tablet.has_kept("3", "8")
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    page = tablet.open(2)
    tablet.network.mode = "cut"
    tablet.give(5)

    tablet.has_kept("5")
    expect(page.locator("[data-passing]")).to_be_hidden()
    assert given() == {1: "8"}


def test_a_database_of_the_first_program_is_taken_over_with_what_is_unsent(tablet: Tablet):
    name = give_unsent(tablet, 1, 4)
    page_that_knows_nobody(tablet).evaluate(OLDER, name)

    page = tablet.open(2)

    wait_for_given({1: "4"})
    tablet.has_unsent(0)
    expect(page.locator("[data-passing]")).to_be_hidden()
    assert tablet.visitor.complaints == []


def test_while_the_database_is_opening_nothing_is_said_to_be_sent_and_points_are(tablet: Tablet):
    name = give_unsent(tablet, 2, 3)
    holding = page_that_knows_nobody(tablet)
    holding.evaluate(HOLD, name)
    page = tablet.visitor.go(tablet.address(1))
    other = page.context.new_page()
    other.goto(urljoin(page.url, tablet.address(2)))
    opening = page.locator("[data-opening]")
    expect(opening).to_be_visible()
    expect(other.locator("[data-opening]")).to_be_visible()

    tablet.give(5)
    wait_for_given({1: "5"})
    assert page.locator("body").get_attribute("data-unsent") is None
    page.get_by_role("button", name="Leave", exact=True).click()
    asked = page.get_by_role("dialog", name=re.compile("does not know yet"))
    asked.get_by_role("button", name="Stay").click()
    holding.evaluate("window.held.close()")

    expect(opening).to_be_hidden()
    expect(other.locator("[data-total]")).to_have_text("30.0")
    tablet.has_unsent(0)
    wait_for_given({1: "5", 2: "3"})
    assert none_doubled()


def test_a_database_emptied_under_an_open_page_gets_back_what_the_page_has(tablet: Tablet):
    page = tablet.open(1)
    tablet.network.mode = "cut"
    tablet.give(3)
    tablet.has_kept("3")
    emptied = {"origin": tablet.network.url, "storageTypes": "indexeddb"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", emptied)

    expect(page.locator("[data-emptied]")).to_be_visible()
    tablet.has_kept("3")
    tablet.has_unsent(1)
    tablet.network.mode = "good"
    tablet.empty_by_itself()

    wait_for_given({1: "3"})


def test_a_tablet_that_keeps_no_page_sends_what_is_given(tablet: Tablet):
    tablet.page.add_init_script("Cache.prototype.put = () => Promise.reject(new Error('full'))")
    tablet.open(1)

    tablet.give(7)

    wait_for_given({1: "7"})
    tablet.has_unsent(0)
    assert tablet.visitor.complaints == []


def test_nobody_leaves_without_a_network_and_the_pages_stay(tablet: Tablet):
    page = tablet.open(1)
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    tablet.network.mode = "cut"
    page.get_by_role("button", name="Leave", exact=True).click()
    told = page.get_by_role("dialog", name="You can leave only with a network")
    expect(told.get_by_role("button")).to_have_text(["Stay"])

    page.reload()
    tablet.give(7)
    tablet.has_unsent(1)
    tablet.network.mode = "good"
    tablet.empty_by_itself()
    page.get_by_role("button", name="Leave", exact=True).click()

    page.wait_for_url("**/pass/**")
    assert given() == {1: "7"}


def test_a_change_left_half_made_waits_on_the_tablet_and_is_never_sent_by_itself(tablet: Tablet):
    page = tablet.open(1)
    tablet.give(6)
    tablet.submit()
    tablet.empty_by_itself()
    checked = page.locator("#sheet input:checked")
    for points in (9, 8):
        page.get_by_role("button", name="Change", exact=True).click()
        tablet.give(points)
        page.locator(".team-tabs a").nth(1).click()
        page.wait_for_url("**" + tablet.address(2))
        tablet.open(1)
        expect(page.locator("[data-sync]")).to_have_text("Not submitted: 60.0 stands")
        expect(checked).to_have_value(str(points))
        if points == 9:
            page.get_by_role("button", name="Undo, keep 60.0").click()
            tablet.open(1)
            expect(page.locator("[data-change]")).to_be_visible()
            expect(checked).to_have_value("6")
    tablet.has_unsent(0)
    assert given() == {1: "6"}
    tablet.submit()
    tablet.empty_by_itself()
    wait_for_given({1: "8"})

    tablet.open(1)

    expect(page.locator("[data-change]")).to_be_visible()
    assert tablet.visitor.complaints == []


def unsent(points: str) -> dict[str, object]:
    return {"op_id": "a", "sheet": "/api/v1/sheets/1-1", "values": {"points": {"whole": points}}}


def kept_page(holder: str, event: str, person: str) -> str:
    return f'<body data-holder="{holder}" data-event="{event}" data-person="{person}"></body>'


def test_what_was_given_to_another_server_is_told_and_saved_as_a_file_by_its_own_expert(
    tablet: Tablet,
):
    """Of others' sheets no more is told than whose they are and how many; whose it is says a row or a kept page."""
    elsewhere, event = page_that_knows_nobody(tablet), tablet.hall.event.slug
    key = tablet.hall.seats[1].person.key
    own = {"event": event, "person": key, "title": "Me"}
    clara = {"event": event, "person": "clara", "title": "Clara"}
    for name, rows, owner, page in (
        ("qorgau-12", [unsent("9")], own, ""),
        ("qorgau-13", [unsent("6.5")], clara, kept_page("13", event, key)),
        ("qorgau-14", [unsent("8.5")], None, kept_page("14", event, key)),
        ("qorgau-15", [unsent("6.5")], None, kept_page("15", event, "clara")),
        ("qorgau-0123456789-3", [], own, ""),
    ):
        elsewhere.evaluate(ANOTHER, [name, rows, owner, page])
    words = json.dumps([{"op_id": "1", "defense": 1, "text": "Well done.", "sheet": "words"}])
    elsewhere.evaluate(f"localStorage.setItem('qorgau-words-12', {json.dumps(words)})")

    page = tablet.open(1)
    note = page.locator("[data-leftovers]")
    expect(note).to_contain_text("you gave to another server and that were never sent: 3.")
    others = page.locator("[data-leftovers-of-others]")
    expect(others).to_contain_text("given to another server: 2 (Clara, another expert).")
    expect(page.locator("[data-leftovers-of-nobody]")).to_be_hidden()
    button = note.locator("[data-leftovers-give-up]")
    expect(button).to_be_hidden()
    with page.expect_download() as download:
        note.get_by_role("button", name="Save what is not sent as a file").click()
    button.click()
    stay = {"qorgau-13", "qorgau-15", name_of(tablet)}
    assert databases(page) == {"qorgau-12", "qorgau-14", *stay}
    button.click()

    expect(note).to_be_hidden()
    wait_until(lambda: databases(page) == stay, "the other databases are gone")
    assert page.evaluate(OWNER, name_of(tablet)) == tablet.hall.seats[1].person.key
    saved = download.value.path().read_text()
    assert [
        each for each in ('"whole": "9"', '"whole": "8.5"', '"Well done."') if each not in saved
    ] == []
    assert page.evaluate("localStorage.getItem('qorgau-words-12')") is None
    assert "6.5" not in saved
    tablet.give(4)
    wait_for_given({1: "4"})


def test_what_nobody_can_be_named_for_is_saved_for_the_organizers_by_whoever_holds_the_tablet(
    tablet: Tablet,
):
    """No card could be told to be its owner's, so else it would stay there for ever. The page shows no points."""
    elsewhere = page_that_knows_nobody(tablet)
    other = kept_page("99", tablet.hall.event.slug, tablet.hall.seats[1].person.key)
    elsewhere.evaluate(ANOTHER, ["qorgau-14", [unsent("6.5")], None, other])

    page = tablet.open(1)
    note = page.locator("[data-leftovers-of-nobody]")
    expect(note).to_contain_text("that were never sent, and does not know whose they are: 1.")
    assert "6.5" not in note.inner_text()
    for name in ("leftovers", "leftovers-of-others"):
        expect(page.locator(f"[data-{name}]")).to_be_hidden()
    button = note.locator("[data-leftovers-give-up]")
    expect(button).to_be_hidden()
    with page.expect_download() as download:
        note.get_by_role("button", name="Save what is not sent as a file").click()
    button.click()
    assert "qorgau-14" in databases(page)
    button.click()

    expect(note).to_be_hidden()
    wait_until(lambda: databases(page) == {name_of(tablet)}, "the other database is gone")
    assert '"whole": "6.5"' in download.value.path().read_text()


def test_a_browser_that_is_too_old_is_told_so(visit):
    visitor = visit(width=768)
    page = visitor.go(KNOWS_NOBODY)
    told = page.locator("[data-incapable]")
    expect(told).to_be_hidden()
    page.add_init_script("delete Array.prototype.at")

    page.reload()

    expect(told).to_contain_text("This browser is too old to score with")


FULL = """() => {
  window.takes = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
TAKES_AGAIN = "() => { IDBObjectStore.prototype.put = window.takes; }"


def test_a_full_tablet_says_so_sends_what_it_cannot_keep_and_keeps_it_when_it_can(tablet: Tablet):
    page = tablet.open(1)
    page.evaluate(FULL)

    tablet.give(7)
    expect(page.locator("[data-passing]")).to_be_visible()
    wait_for_given({1: "7"})
    tablet.is_in("saved")
    tablet.network.mode = "cut"
    tablet.give(8)
    tablet.is_in("waiting")
    tablet.has_unsent(1)
    page.evaluate(TAKES_AGAIN)
    tablet.give(9)

    tablet.has_kept("8", "9")
    expect(page.locator("[data-passing]")).to_be_hidden()
    tablet.network.mode = "good"
    tablet.open(2)
    tablet.has_unsent(0)
    wait_for_given({1: "9"})
    assert none_doubled()
    assert tablet.visitor.complaints == []

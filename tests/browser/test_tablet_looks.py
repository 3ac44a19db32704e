"""Every state of an expert's pages: axe finds nothing, and nothing is lost to a reader who enlarges them."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from defense.demo import Demo
from events.models import Event, Person
from projects.models import Project
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.tablet_states import (
    chair_of,
    change_first,
    give,
    is_in,
    open_sheet,
    save_elsewhere,
    sheet_of,
)
from tests.browser.visitor import SIZES, Visitor
from tests.browser.zoom import ENLARGED, look_enlarged
from tests.factories import RecusalFactory

Visit = Callable[..., Visitor]

WIDTH = 768
FULLEST = ("home", "own_sheets", "sheet_offline", "sheet_change")
LONG_NAME = "Нұрғиса Тәттімбетұлы-Қожахметов Әбдіғаппарұлы"
PAGES = {
    "home": "",
    "warm_up": "warm-up/",
    "ties": "interests/",
    "decisions": "decisions/",
    "own_sheets_empty": "sheets/",
}
BELOW = "document.querySelector('main').scrollHeight - document.querySelector('main').clientHeight"

HARM = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def expert(demo: Demo, visit: Visit) -> Visitor:
    visitor = visit(width=WIDTH)
    visitor.expected_statuses = {401, 409, 423}
    visitor.loses_network = True
    visitor.open_card(address_of(card_of(demo, CHAIR)))
    return visitor


def look(visitor: Visitor, state: str) -> None:
    visitor.look(state, WIDTH)
    look_enlarged(visitor, state, sizes=ENLARGED if state in FULLEST else ENLARGED[:1])
    visitor.page.set_viewport_size({"width": WIDTH, "height": SIZES[WIDTH]})


def test_the_pages_around_the_sheet(demo: Demo, visit: Visit, expert: Visitor):
    page = expert.page
    Event.objects.update(asks_declaration=True)
    expert.go(sheet_of(demo, 1))
    look(expert, "declaration")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Declare and go").click()
    for name, path in PAGES.items():
        expert.go(f"/expert/{path}")
        look(expert, name)
    for number, points in ((1, 6), (2, 4), (3, 6)):
        give(open_sheet(expert, demo, number), points)
        page.locator("[data-submit]").click()
        expect(page.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    expert.go("/expert/sheets/")
    look(expert, "own_sheets")
    RecusalFactory(seat=chair_of(demo), project=Project.objects.get(event=demo.event, number=5))
    expert.go(sheet_of(demo, 5))
    look(expert, "recused")
    organizer = visit()
    sign_in(organizer, demo)
    organizer.go(f"/organize/{demo.event.slug}/slips/")
    expect(organizer.page.locator(".slip").first).to_be_visible()
    organizer.look("slips", 1440)

    assert [*expert.complaints, *organizer.complaints] == []


def test_the_sheet_in_all_its_states(demo: Demo, expert: Visitor):
    page = open_sheet(expert, demo, 1)
    look(expert, "sheet")
    page.locator(".levels summary").first.click()
    look(expert, "sheet_levels")
    page.get_by_role("button", name="Call the secretary").click()
    look(expert, "sheet_call")
    page.get_by_role("button", name="Cancel").click()
    look_without_a_network(expert)
    page.locator("[data-submit]").click()
    expect(page.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    look(expert, "sheet_submitted")
    change_first(page, 3)
    look(expert, "sheet_change")
    page.locator("[data-submit]").click()
    is_in(page, "saved")
    look_at_a_conflict(expert, demo)
    look_at_a_locked_tablet(expert, demo)
    look_at_a_closed_scoring(expert)

    assert expert.complaints == []


def look_without_a_network(expert: Visitor) -> None:
    page = expert.page
    page.context.set_offline(True)
    give(page, 8)
    is_in(page, "waiting")
    look(expert, "sheet_offline")
    page.get_by_role("button", name="Leave").click()
    look(expert, "sheet_leave")
    page.get_by_role("button", name="Stay").click()
    page.context.set_offline(False)
    is_in(page, "saved")


def look_at_a_conflict(expert: Visitor, demo: Demo) -> None:
    page = expert.page
    save_elsewhere(demo, 1)
    change_first(page, 5)
    page.locator("[data-submit]").click()
    expect(page.get_by_role("dialog", name="This sheet was changed")).to_be_visible()
    look(expert, "sheet_conflict")
    page.get_by_role("button", name="Take what is on the server").click()


def look_at_a_locked_tablet(expert: Visitor, demo: Demo) -> None:
    """With the way back from a change at its foot, as it is until the change is stored."""
    page = expert.page
    change_first(page, 6)
    Session.objects.all().delete()
    handing_in = page.locator("[data-submit]")
    handing_in.evaluate("button => button.click()")  # the dialog may be over it by now
    dialog = page.get_by_role("dialog", name="This tablet is locked")
    expect(dialog).to_be_visible()
    look(expert, "sheet_locked")
    dialog.get_by_role("button", name="Later").click()
    look(expert, "sheet_undo")
    page.get_by_role("button", name="Try again").click()
    dialog.get_by_label("Enter your PIN").fill(card_of(demo, CHAIR).pin)
    dialog.get_by_label("Enter your PIN").press("Enter")
    is_in(page, "saved")


def look_at_a_closed_scoring(expert: Visitor) -> None:
    page = expert.page
    Event.objects.update(scoring_closed_at=timezone.now())
    change_first(page, 2)
    page.locator("[data-submit]").click()
    expect(page.locator("[data-trouble]")).to_be_visible()
    look(expert, "sheet_refused")
    page.reload()
    page.locator("body[data-unsent]").wait_for(state="attached")
    look(expert, "sheet_closed")


def test_all_criteria_stand_on_one_screen_for_the_longest_words(demo: Demo, expert: Visitor):
    """In Kazakh, with a long name, without a network, and while a sheet is changed."""
    Person.objects.filter(pk=chair_of(demo).person_id).update(name=LONG_NAME)
    page = expert.page
    kazakh = {"name": "django_language", "value": "kk", "domain": "127.0.0.1", "path": "/"}
    page.context.add_cookies([kazakh])
    open_sheet(expert, demo, 1)
    expect(page.locator("[data-insecure]")).to_be_hidden()
    give(page, 8)
    is_in(page, "saved")
    page.locator("[data-submit]").click()
    page.locator("[data-change] button").wait_for()
    is_in(page, "saved")
    page.locator("[data-change] button").click()
    below_when_changing = below(page)
    open_sheet(expert, demo, 2)
    page.context.set_offline(True)
    give(page, 8)
    is_in(page, "waiting")

    assert (below_when_changing, below(page)) == ([0, 0, 0], [0, 0, 0])


def below(page: Page) -> list[int]:
    """How much of the sheet is reached by scrolling alone, on each tablet."""
    found = []
    for width in (768, 820, 1024):
        page.set_viewport_size({"width": width, "height": SIZES[width]})
        found.append(page.evaluate(BELOW))
    return found


def test_what_an_enlarged_page_would_hide_is_noticed(demo: Demo, expert: Visitor):
    """The negative control: a foot that stays, words in a box that is too small, a bar over the page."""
    page = open_sheet(expert, demo, 1)
    for harm in (
        ".sheet-foot { position: sticky !important; bottom: 0 }",
        ".topic h1 { height: 1rem; overflow: hidden }",
        ".team-tabs { position: relative } .team-tabs::after { content: ''; position: absolute; inset: 0 }",
    ):
        page.evaluate(HARM, harm)
        look_enlarged(expert, "harmed", sizes=ENLARGED[:1])

    said = "\n".join(expert.complaints)
    assert all(word in said for word in ("px stay", "cut off: h1", "under"))

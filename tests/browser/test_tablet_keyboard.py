"""The sheet by the keys alone: points, comment, submit, change, undo, and the question of two devices."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from defense.demo import Demo
from events.models import Criterion
from experts.models import ScoreSheet, SheetRevision
from tests.browser.keys import CHAIR, address_of, card_of
from tests.browser.tablet_states import is_in, open_sheet, save_elsewhere
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]

MOST_STOPS = 60


@pytest.fixture
def expert(demo: Demo, visit: Visit) -> Visitor:
    visitor = visit(width=768)
    visitor.expected_statuses = {409}
    visitor.open_card(address_of(card_of(demo, CHAIR)))
    return visitor


def tab_to(page: Page, control: Locator) -> None:
    """By the Tab key from where the focus is."""
    for _ in range(MOST_STOPS):
        if control.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not reach {control}.")


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def give_three_points_each(page: Page) -> None:
    for criterion in Criterion.objects.all():
        group = page.get_by_role("group", name=f"{criterion.name} weight")
        tab_to(page, group.get_by_role("radio", name="1", exact=True))
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")


def has_focus(page: Page) -> None:
    """Whoever reads by the keys is not sent back to the top of the page."""
    assert page.evaluate("document.activeElement !== document.body")


def test_a_sheet_is_given_changed_and_undone_by_the_keys(demo: Demo, expert: Visitor):
    page = expert.page
    tab_to(page, page.get_by_role("link", name="Score team 1"))
    page.keyboard.press("Enter")
    page.locator("body[data-unsent]").wait_for(state="attached")

    give_three_points_each(page)
    tab_to(page, page.get_by_role("textbox", name="Comment"))
    page.keyboard.type("Clear.")
    press(page, "Submit")
    is_in(page, "saved")
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    press(page, "Submit 31.5")
    is_in(page, "saved")
    has_focus(page)
    press(page, "Undo")
    expect(page.locator("[data-total]")).to_have_text("30.0")
    is_in(page, "saved")
    has_focus(page)

    sheet = ScoreSheet.objects.get()
    points = [set(each.points.values()) for each in SheetRevision.objects.filter(is_final=True)]
    assert (sheet.state, points) == ("submitted", [{"3"}, {"3", "4"}, {"3"}])
    assert expert.complaints == []


def test_the_question_of_two_devices_is_answered_by_the_keys(demo: Demo, expert: Visitor):
    page = open_sheet(expert, demo, 1)
    give_three_points_each(page)
    press(page, "Submit")
    is_in(page, "saved")
    save_elsewhere(demo, 1)
    press(page, "Change")
    page.keyboard.press("ArrowRight")
    press(page, "Submit 31.5")
    dialog = page.get_by_role("dialog", name="This sheet was changed on another device")
    expect(dialog).to_be_visible()

    page.keyboard.press("Escape")
    press(page, "Keep what is on this page")
    is_in(page, "saved")

    expect(dialog).to_be_hidden()
    has_focus(page)
    assert set(SheetRevision.objects.latest("number").points.values()) == {"3", "4"}
    assert expert.complaints == []

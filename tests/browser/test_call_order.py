"""People are put into the order of the call by mouse, by a finger, by keys and by a number; the page of the letters hangs over nowhere."""

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from diplomas.call_order import call_board
from diplomas.services.ordering import choose_call_order
from events.models import Event
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def order_of(event: Event) -> str:
    return "".join(row.name[-1] for row in call_board(event).rows)


SECOND_FINGER = """(line) => {
  for (const act of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
    line.dispatchEvent(new PointerEvent(act, { pointerId: 77, pointerType: "touch", bubbles: true }));
  }
}"""


def by_finger(page: Page, grip: Locator, line: Locator, at: int | None = None) -> None:
    """To the lower end of the line, or so far from its upper end, while another finger touches the list."""
    fingers = page.context.new_cdp_session(page)
    start, box = grip.bounding_box(), line.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    end = box["y"] + (box["height"] - 4 if at is None else at)
    with page.expect_navigation():
        for act, points in (
            ("touchStart", [{"x": x, "y": y}]),
            ("touchMove", [{"x": x, "y": end}]),
            ("touchEnd", []),
        ):
            fingers.send("Input.dispatchTouchEvent", {"type": act, "touchPoints": points})
            if points:
                line.evaluate(SECOND_FINGER)
    fingers.detach()


def test_a_line_is_dragged_moved_by_keys_and_sent_to_a_place(visit):
    event = event_with_team(4, languages=["en"])
    choose_call_order(event.pk, "as-moved", actor="user:1")
    olga = visit(width=390, has_touch=True)
    client = as_organizer(Client(), MembershipFactory(event=event).user)
    olga.let_in(client)
    page = olga.go(f"/organize/{event.slug}/diplomas/call-order/")
    lines = page.locator(".placed > li")

    with page.expect_navigation():
        lines.nth(3).drag_to(lines.nth(0), target_position={"x": 20, "y": 4})
    expect(lines.nth(0)).to_contain_text("1. Әлия Үлгі 4")
    by_finger(page, lines.nth(0).locator("[data-grip]"), lines.nth(2))
    expect(lines.nth(2)).to_contain_text("3. Әлия Үлгі 4")
    by_finger(page, lines.nth(2).locator("[data-grip]"), lines.nth(0), at=4)
    expect(lines.nth(0)).to_contain_text("1. Әлия Үлгі 4")
    page.get_by_role("button", name="Move down: Әлия Үлгі 1").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(lines.nth(2)).to_contain_text("Әлия Үлгі 1")
    lines.nth(0).get_by_text("To a place").click()
    olga.look("call_order", 1440, 820, 390)
    lines.nth(0).get_by_label("To which place?").fill("3")
    with page.expect_navigation():
        lines.nth(0).get_by_role("button", name="Put there").click()

    expect(lines.nth(2)).to_contain_text("3. Әлия Үлгі 4")
    olga.go(f"/organize/{event.slug}/diplomas/mail/name/")
    olga.look("mailing", 1440, 820, 390)
    assert order_of(event) == "2143"

"""A card used up, the PIN that brings its tablet back, and what the organizers see and do about it."""

import re

import pytest
from playwright.sync_api import expect

from defense.demo import Demo
from events.models import Enrolment
from tests.browser.keys import CHAIR, address_of, card_of, sign_in

pytestmark = pytest.mark.browser


def test_a_tablet_is_left_comes_back_by_its_pin_and_is_replaced(visit, demo: Demo):
    card = card_of(demo, CHAIR)
    tablet, other, organizer = visit(width=768), visit(width=390), visit(width=1440)
    for visitor in (tablet, other):
        visitor.expected_statuses |= {401, 410}

    page = tablet.open_card(address_of(card))
    expect(page).to_have_url(re.compile("/expert/$"))
    refused = other.open_card(address_of(card))
    expect(refused.get_by_role("alert")).to_contain_text("already in use on another tablet")

    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unlock the tablet")
    tablet.look("unlock", 1440, 768, 390)
    page.set_viewport_size({"width": 768, "height": 1024})
    page.get_by_label("PIN").fill(f"{(int(card.pin) + 1) % 10_000:04}")
    page.get_by_label("PIN").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("9 tries are left")
    tablet.look("unlock_wrong", 768)
    page.get_by_label("PIN").fill(card.pin)
    page.get_by_role("button", name="Unlock").click()
    expect(page).to_have_url(re.compile("/expert/$"))

    Enrolment.objects.update(unsent_count=2, clock_ms=-90_000, battery_percent=40, page_version="a")
    desk = sign_in(organizer, demo)
    desk.goto(f"/organize/{demo.event.slug}/passes/")
    desk.get_by_role("link", name="Tablets of the experts").click()
    organizer.look("tablets", 1440, 820, 390)
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.get_by_label(CHAIR).check()
    desk.get_by_role("button", name="Replace the chosen cards and print").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Replace 1 card?")
    organizer.look("tablets_asks", 1440)
    desk.get_by_role("button", name="Replace 1 card and print").click()
    organizer.look("cards_and_pins", 1440, 390)
    expect(desk.locator(".pin-slip")).to_have_count(1)

    page.goto("/expert/")
    expect(page.get_by_role("alert")).to_contain_text("A new card was made in place of the one")
    tablet.look("tablet_out", 768)
    assert [*tablet.complaints, *other.complaints, *organizer.complaints] == []

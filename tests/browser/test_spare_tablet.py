"""A tablet dies in the middle of the day, and its expert goes on at a spare one with nothing lost."""

import re
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from defense.demo import Demo
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.stopwatch import Stopwatch
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_expert_goes_on_at_a_spare_tablet(
    demo: Demo, visit: Callable[..., Visitor], capsys: pytest.CaptureFixture[str]
):
    tablet, desk, spare = visit(width=768), visit(), visit(width=768)
    tablet.open_card(address_of(card_of(demo, CHAIR))).wait_for_url("**/expert/")
    defense = Defense.objects.of_event(demo.event).in_running_order()[0]
    sheet = f"/expert/defenses/{defense.pk}/"
    page = tablet.go(sheet)
    page.locator("body[data-unsent]").wait_for(state="attached")
    page.locator("[data-criterion]").first.locator("label.step").nth(6).click()
    expect(page.locator("[data-sync]")).to_have_text(re.compile("^Saved on the server"))
    page = sign_in(desk, demo)
    tablet.leave()

    watch = Stopwatch(desk)
    desk.go(f"/organize/{demo.event.slug}/tablets/")
    page.get_by_role("row").filter(has_text=CHAIR).get_by_role("checkbox").check()
    page.get_by_role("button", name="Replace the chosen cards and print").click()
    page.get_by_role("button", name="Replace 1 card and print").click()
    code = page.locator(".access-card code").inner_text()
    spare.open_card(f"/pass/#{code}").wait_for_url("**/expert/")
    again = spare.go(sheet)
    expect(again.locator("[data-picked]").first).to_have_text("7")
    with capsys.disabled():
        sys.stdout.write(f"\nspare tablet: {watch}\n")

    again.locator("[data-criterion]").nth(1).locator("label.step").nth(4).click()
    expect(again.locator("[data-sync]")).to_have_text(re.compile("^Saved on the server"))
    assert desk.complaints == []
    assert spare.complaints == []

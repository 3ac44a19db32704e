"""In the reader's own colours the chosen point, the current tab and place and the progress stay visible."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator

from defense.demo import Demo
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
COLOURS = """(element) => {
  const probe = document.createElement("i");
  probe.style.cssText = "forced-color-adjust: none; background: Highlight; color: CanvasText";
  document.body.append(probe);
  const { backgroundColor: highlight, color: text } = getComputedStyle(probe);
  probe.remove();
  const style = getComputedStyle(element);
  const named = { [highlight]: "Highlight", [text]: "CanvasText" };
  const name = (color) => named[color] ?? color;
  return {
    fill: name(style.backgroundColor),
    ring: style.outlineStyle === "none" ? "" : name(style.outlineColor),
    edge: name(style.borderTopColor),
  };
}"""


def colours(locator: Locator) -> dict[str, str]:
    return dict(locator.evaluate(COLOURS))


def widest_share(locator: Locator) -> float:
    """How much of the middle row of an element's picture its most frequent colour takes."""
    with Image.open(BytesIO(locator.screenshot())) as picture:
        middle = picture.convert("RGB").crop(
            (0, picture.height // 2, picture.width, picture.height // 2 + 1)
        )
    return max(count for count, _ in middle.getcolors(middle.width) or []) / middle.width


def forced(visitor: Visitor) -> Visitor:
    # Without movement, so that no colour is read on its way to another.
    visitor.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    return visitor


def test_the_sheet_shows_the_chosen_point_and_the_current_tab(demo: Demo, visit: Visit):
    expert = forced(visit(width=768))
    expert.open_card(address_of(card_of(demo, CHAIR)))
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    page = expert.go(f"/expert/defenses/{first.pk}/")
    steps = page.locator("[data-criterion]").first.locator(".step")

    steps.nth(6).click()

    assert colours(steps.nth(6).locator("span"))["fill"] == "Highlight"
    assert colours(steps.nth(2).locator("span"))["fill"] != "Highlight"
    assert colours(page.locator(".team-tabs [aria-current]"))["fill"] == "Highlight"
    others = page.locator(".team-tabs a:not([aria-current])")
    assert colours(others.first)["fill"] != "Highlight"


def test_organizers_see_the_place_and_the_progress(demo: Demo, visit: Visit):
    organizer = forced(visit())
    sign_in(organizer, demo)
    page = organizer.go(f"/organize/{demo.event.slug}/scoring/")
    progress = page.locator("progress")
    progress.evaluate("(bar) => { bar.value = 0.7 * bar.max; }")

    assert colours(page.locator(".places [aria-current]"))["ring"] == "Highlight"
    assert colours(page.locator(".places a").first)["ring"] == ""
    assert colours(progress)["edge"] == "CanvasText"
    assert widest_share(progress) == pytest.approx(0.7, abs=0.05)
    assert colours(page.locator(".language [aria-pressed=true]"))["ring"] == "Highlight"

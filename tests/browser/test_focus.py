"""Whoever comes by keyboard sees where they are: every stop of the Tab key has a ring that can be seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from defense.demo import Demo
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.things import pages_of_things
from tests.browser.visitor import WORKSPACE, Visitor

Visit = Callable[..., Visitor]

MOST_STOPS = 150
THINNEST, PALEST = 2, 3.0
# What shows the focus (the control, or the label beside a hidden radio), its ring, the ring's contrast
# with what lies behind it, and whether a box that scrolls cuts it off.
RING = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const number = (text) => text.match(/[\\d.]+/g).map(Number);
  const shown = getComputedStyle(stop).opacity === "0" ? stop.nextElementSibling : stop;
  const style = getComputedStyle(shown);
  const light = (color) => {
    const [r, g, b] = number(color).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [r, g, b, alpha = 1] = number(getComputedStyle(each).backgroundColor);
      if (alpha === 1) return `rgb(${r}, ${g}, ${b})`;
      if (getComputedStyle(each).backgroundImage.includes("gradient")) return "rgb(15, 23, 41)";
    }
    return "rgb(255, 255, 255)";
  };
  const offset = parseFloat(style.outlineOffset);
  const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  const [one, two] = [light(style.outlineColor), light(behind(offset < 0 ? shown : shown.parentElement))];
  const reach = Math.max(0, offset + width);
  const box = shown.getBoundingClientRect();
  let isCut = false;
  for (let each = shown.parentElement; each && each !== document.documentElement; each = each.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(each);
    if (overflowX === "visible" && overflowY === "visible" || each === document.body) continue;
    const frame = each.getBoundingClientRect();
    isCut ||= box.left - reach < frame.left - 1 || box.right + reach > frame.right + 1;
    isCut ||= box.top - reach < frame.top - 1 || box.bottom + reach > frame.bottom + 1;
  }
  return {
    name: `${stop.tagName.toLowerCase()} ${(stop.getAttribute("name") || stop.textContent || "").trim().slice(0, 30)}`,
    key: [...document.querySelectorAll("*")].indexOf(stop),
    width,
    contrast: (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05),
    isCut,
  };
}"""


def faults_of(page: Page) -> tuple[int, list[str]]:
    """How many stops the Tab key makes on a page, and what is wrong with their rings."""
    seen: set[int] = set()
    faults = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        ring = page.evaluate(RING)
        if ring is None or ring["key"] in seen:
            break
        seen.add(ring["key"])
        if ring["width"] < THINNEST or ring["contrast"] < PALEST or ring["isCut"]:
            faults.append(f"{ring['name']}: {ring}")
    return len(seen), faults


def check(visitor: Visitor, *paths: str, open_all: bool = False) -> list[str]:
    faults = []
    for path in paths:
        page = visitor.go(path)
        if open_all:
            page.evaluate(
                "document.querySelectorAll('main details').forEach((each, at) => each.open = at < 2)"
            )
        count, found = faults_of(page)
        assert count > 1, path  # a sheet of paper has the way back and what scrolls
        faults += [f"{path} {each}" for each in found]
    return faults


def test_every_control_of_organizers_shows_the_focus(demo: Demo, visit: Visit):
    slug = demo.event.slug
    organizer = visit()
    sign_in(organizer, demo)
    places = (
        "",
        "run-of-show/",
        "teams/",
        "panel/",
        "scoring/",
        "results/",
        "diplomas/",
        "passes/",
        *(f"{page}/" for page in WORKSPACE),
    )

    faults = check(organizer, *(f"/organize/{slug}/{place}" for place in places), open_all=True)
    things = pages_of_things(demo)
    forms = (things[name] for name in ("person", "team", "import"))  # the others have their parts
    faults += check(organizer, *forms, open_all=True)
    faults += check(organizer, "/organize/", "/accounts/password/change/", "/accounts/2fa/")

    assert faults == []


@pytest.mark.parametrize("width", [390, 1440])
def test_every_control_of_guests_shows_the_focus(demo: Demo, visit: Visit, width: int):
    slug = demo.event.slug
    guest = visit(width=width)

    paths = (f"/{slug}/", f"/{slug}/projects/1/", "/d/", "/pass/", "/accounts/login/")

    assert check(guest, *paths, "/accounts/password/reset/") == []


def test_every_control_of_experts_shows_the_focus(demo: Demo, visit: Visit):
    expert = visit(width=768)
    expert.open_card(address_of(card_of(demo, CHAIR)))
    first = Defense.objects.of_event(demo.event).in_running_order()[0]

    assert check(expert, "/expert/", f"/expert/defenses/{first.pk}/") == []


@pytest.mark.parametrize(
    "harm",
    [
        ":focus-visible { outline: 0 !important }",
        ":focus-visible { outline-color: #0f172a33 !important; outline-width: 1px !important }",
        "main, header { overflow: hidden } main * , header * { margin: 0 !important; padding: 0 !important }",
    ],
)
def test_a_ring_that_is_taken_off_is_noticed(demo: Demo, visit: Visit, harm: str):
    """The negative control."""
    page = visit().go("/d/")
    page.evaluate(
        "(css) => document.adoptedStyleSheets.push(Object.assign(new CSSStyleSheet(), {}))", harm
    )
    page.evaluate("(css) => document.adoptedStyleSheets.at(-1).replaceSync(css)", harm)

    _count, faults = faults_of(page)

    assert faults

"""What a reader meets who enlarges a page, up to four hundred per cent."""

from playwright.sync_api import ViewportSize

from tests.browser.visitor import OVERHANG, Visitor

# A small desktop at 400 %, and a tablet at 200 %, upright and on its side.
ENLARGED: tuple[ViewportSize, ...] = (
    {"width": 320, "height": 256},
    {"width": 384, "height": 512},
    {"width": 512, "height": 384},
)
# Every control takes the focus, and what is seen of it then is not under something else. What stays where
# it is while the page scrolls leaves most of the window. No words are cut off or reach out of their box.
CRAMPED = """() => {
  const faults = [];
  const name = (each) => `${each.tagName.toLowerCase()} ${each.className || each.name || each.textContent.trim().slice(0, 30)}`;
  const isShown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const dialog = document.querySelector("dialog[open]");
  const stays = [...document.querySelectorAll("body *")].filter(
    (each) => ["fixed", "sticky"].includes(getComputedStyle(each).position) && isShown(each) && !each.closest("dialog"),
  );
  const taken = stays.reduce((sum, each) => sum + Math.min(each.getBoundingClientRect().height, innerHeight), 0);
  if (taken > innerHeight / 3) faults.push(`${taken} of ${innerHeight} px stay: ${stays.map(name)}`);
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const each of (dialog ?? document).querySelectorAll(controls)) {
    document.activeElement?.blur(); // what has the focus already is not brought into sight
    if (!isShown(each) || each.disabled || each.matches(".skip-link, .visually-hidden, .visually-hidden *")) continue;
    each.focus();
    if (document.activeElement !== each) { faults.push(`takes no focus: ${name(each)}`); continue; }
    const box = each.getClientRects()[0]; // of a link that goes over two lines
    const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
    const x = (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2;
    const seen = document.elementFromPoint(x, y);
    const isSeen = seen && (each.contains(seen) || each.closest("label")?.contains(seen) || each.labels?.[0]?.contains(seen));
    if (!isSeen) faults.push(`under ${seen ? name(seen) : "the edge"}: ${name(each)}`);
  }
  for (const each of (dialog ?? document.body).querySelectorAll("*")) {
    if (!isShown(each) || each.closest(".visually-hidden, .skip-link, input, select, textarea")) continue;
    const { overflowX, overflowY, display } = getComputedStyle(each);
    if (display === "inline" || !each.textContent.trim()) continue;
    const wide = each.scrollWidth > each.clientWidth + 1 && overflowX !== "auto" && overflowX !== "scroll";
    const high = each.scrollHeight > each.clientHeight + 1 && ["hidden", "clip"].includes(overflowY);
    const isInner = ![...each.children].some((child) => child.scrollWidth > child.clientWidth + 1);
    if ((wide && isInner) || high) faults.push(`cut off: ${name(each)}`);
  }
  return faults.slice(0, 8);
}"""


def look_enlarged(
    visitor: Visitor, name: str, *, sizes: tuple[ViewportSize, ...] = ENLARGED
) -> None:
    """Complain of what cannot be read or reached when the page is enlarged."""
    page = visitor.page
    for size in sizes:
        page.set_viewport_size(size)
        where = f"{name} at {size['width']} x {size['height']}"
        found = [page.evaluate(OVERHANG), *page.evaluate(CRAMPED)]
        visitor.complaints += [f"{where}: {each}" for each in found if each]
        visitor.shoot(f"{name}_{size['width']}x{size['height']}")

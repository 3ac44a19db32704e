"""What axe finds on a page; it measures the contrast of text once of each look, for all pages of a worker.

Two thirds of its time go into the contrast of texts, most of which look like one it has measured: the rows of a
list, the menu of every page. How text contrasts follows from its own colour and size and from what is painted
behind it. Where its ancestors alone paint there, their colours say it; elsewhere every text is measured.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    # Of all other results, which are thousands, only one each is worked out.
    "resultTypes": ["violations"],
}
FIND = """async ([options, known]) => {
  const passed = new Set(known);
  const paints = ({ backgroundColor, backgroundImage }) =>
    backgroundImage !== "none" || !/^(transparent|rgba\\(.*, 0\\))$/.test(backgroundColor);
  const changes = ({ opacity, filter, mixBlendMode }) =>
    opacity !== "1" || filter !== "none" || mixBlendMode !== "normal";
  const all = [...document.querySelectorAll("*")];
  const painted = all
    .filter((each) => each.getClientRects().length > 0 && paints(getComputedStyle(each)))
    .map((element) => ({ element, box: element.getBoundingClientRect() }));
  const boxOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const [text, box] = [range.getBoundingClientRect(), node.getBoundingClientRect()];
    return {
      left: Math.min(text.left || box.left, box.left), right: Math.max(text.right, box.right),
      top: Math.min(text.top || box.top, box.top), bottom: Math.max(text.bottom, box.bottom),
    };
  };
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const holds = (outer, inner) => outer.left <= inner.left + 1 && outer.right >= inner.right - 1
    && outer.top <= inner.top + 1 && outer.bottom >= inner.bottom - 1;
  const isPlain = (node) => {
    const box = boxOf(node);
    return painted.every((each) => each.element.contains(node)
      ? each.element === document.documentElement || each.element === document.body || holds(each.box, box)
      : node.contains(each.element) || !meet(each.box, box));
  };
  const lookOf = (node) => {
    if (!isPlain(node)) return null;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
    const look = [color, fontSize, fontWeight, textShadow];
    for (let each = node; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (paints(style)) look.push(style.backgroundColor, style.backgroundImage);
      if (changes(style)) look.push(style.opacity, style.filter, style.mixBlendMode);
    }
    return look.join(" ");
  };
  const check = axe._audit.checks["color-contrast"];
  const measure = check.evaluate;
  let measured = 0;
  check.evaluate = function (node, ...rest) {
    const look = lookOf(node);
    if (look && passed.has(look)) {
      this.data({});
      return true;
    }
    measured += 1;
    const result = measure.call(this, node, ...rest);
    if (look && result === true) passed.add(look);
    return result;
  };
  try {
    const { violations } = await axe.run(options);
    const found = violations.map(({ id, nodes }) => `${id} at ${nodes[0].target[0]}`);
    return { found, passed: [...passed], measured };
  } finally {
    check.evaluate = measure;
  }
}"""


class Axe:
    """Keeps the looks that passed. What axe is not sure of, or finds too pale, is measured again."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.measured = 0

    def violations(self, page: Page) -> list[str]:
        """What axe finds on the page as it is, each with the first place."""
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(AXE_SCRIPT)
        said = page.evaluate(FIND, [OPTIONS, self.passed])
        self.passed, self.measured = said["passed"], said["measured"]
        found: list[str] = said["found"]
        return found

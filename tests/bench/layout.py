"""How much a page of a running server moves while it loads, on a slow line and a slow processor.

The figure is the browser's own (layout-shift entries without a person's doing), the worst burst of
them as Cumulative Layout Shift defines it. The goal is 0.02 on every page and in every language.
"""

import sys
from collections.abc import Sequence
from typing import Final

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium"
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu")
GOAL: Final = 0.02
LANGUAGES: Final = ("kk", "ru", "en")
WIDTHS: Final = {390: 844, 1024: 768}
SLOW_LINE: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
SLOWER_PROCESSOR: Final = 4
# Bursts of shifts: less than a second between two, five seconds at most.
OBSERVE: Final = """() => {
  Object.assign(window, { shift: 0, burst: 0, began: 0, last: 0 });
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput } of list.getEntries()) {
      if (hadRecentInput) continue;
      const goes_on = startTime - window.last < 1000 && startTime - window.began < 5000;
      window.burst = goes_on ? window.burst + value : value;
      if (!goes_on) window.began = startTime;
      window.last = startTime;
      window.shift = Math.max(window.shift, window.burst);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


def bench_layout(url: str, paths: Sequence[str], card: str) -> None:
    """Print the shift of every path in each language and width; end with 1 if one is over the goal."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        inside = _cookies_of(browser, url, card) if card else None
        columns = [f"{language} {width}" for language in LANGUAGES for width in WIDTHS]
        sys.stdout.write(f"{'path':40}" + "".join(f"{each:>10}" for each in columns) + "\n")
        worst = max(_row(browser, url, path, inside) for path in paths)
        browser.close()
    sys.stdout.write(f"worst {worst:.3f}, goal {GOAL}\n")
    sys.exit(int(worst > GOAL))


def _row(browser: Browser, url: str, path: str, inside: StorageState | None) -> float:
    shifts = [
        _shift(browser, url, path, inside, language, width)
        for language in LANGUAGES
        for width in WIDTHS
    ]
    sys.stdout.write(f"{path:40}" + "".join(f"{shift:10.3f}" for shift in shifts) + "\n")
    sys.stdout.flush()
    return max(shifts)


def _shift(
    browser: Browser, url: str, path: str, inside: StorageState | None, language: str, width: int
) -> float:
    """With an empty cache; a page of an expert is entered by the card first."""
    viewport = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(
        base_url=url, locale=language, viewport=viewport, storage_state=inside
    )
    try:
        page = context.new_page()
        _slow_down(page)
        page.add_init_script(f"({OBSERVE})()")
        page.goto(path, wait_until="load")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(500)
        return float(page.evaluate("window.shift"))
    finally:
        context.close()


def _cookies_of(browser: Browser, url: str, card: str) -> StorageState:
    """Enter by an expert's card, which then belongs to this device."""
    context = browser.new_context(base_url=url, locale="en")
    page = context.new_page()
    page.goto(f"/pass/#{card}")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/expert/**")
    state = context.storage_state()
    context.close()
    return state


def _slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})

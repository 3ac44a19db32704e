"""How far pages jump while they load over a slow line: cumulative layout shift, by page and language.

Each page is loaded once by a browser that knows nothing of it. The shift is the worst burst of the
browser's own layout-shift entries, as Web Vitals define it; the goal is 0.02 on every page and in every
language. Milliseconds depend on the machine, shifts hardly.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.browser.visitor import ARGUMENTS, CHROMIUM
from tests.pictures.camera import Camera
from tests.pictures.pages import expert_enters
from tests.pictures.program import Program, throw_away_program

GOAL: Final = 0.02
LANGUAGES: Final = ("kk", "ru", "en")
WIDTHS: Final = (1440, 390)
# A busy mobile network: 400 ms there and back, 400 kB/s; and a processor of a quarter of the speed.
NETWORK: Final = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000,
    "uploadThroughput": 400_000,
}
SLOWER_PROCESSOR: Final = 4
SETTLE_MS: Final = 1_000
# Bursts of shifts: less than a second between two, five seconds at most.
OBSERVE: Final = """
window.seen = { shift: 0, paint: 0, moved: "" };
let largest = 0, burst = 0, began = 0, last = 0;
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
watch("layout-shift", (entry) => {
  if (entry.hadRecentInput) return;
  const goesOn = entry.startTime - last < 1000 && entry.startTime - began < 5000;
  burst = goesOn ? burst + entry.value : entry.value;
  if (!goesOn) began = entry.startTime;
  last = entry.startTime;
  window.seen.shift = Math.max(window.seen.shift, burst);
  if (entry.value <= largest) return;
  largest = entry.value;
  const node = entry.sources[0]?.node;
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  window.seen.moved = element ? `${element.localName}.${element.className}` : "";
});
"""


@dataclass(frozen=True)
class Load:
    """One load of one page; `moved` is the element that jumped farthest."""

    page: str
    language: str
    width: int
    shift: float
    paint_ms: float
    bytes: int
    moved: str


def bench_layout(root: Path) -> None:
    """Print the shifts of the pages that guests and experts open most; end with 1 if one misses the goal."""
    worst = 0.0
    with throw_away_program(root) as program, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        sys.stdout.write(
            f"{'page':9}{'language':>9}{'width':>7}{'shift':>8}{'paint ms':>10}{'bytes':>9}\n"
        )
        for load in loads_of(program, browser):
            sys.stdout.write(
                f"{load.page:9}{load.language:>9}{load.width:>7}{load.shift:>8.4f}"
                f"{load.paint_ms:>10.0f}{load.bytes:>9}  {load.moved}\n"
            )
            sys.stdout.flush()
            worst = max(worst, load.shift)
        browser.close()
    sys.stdout.write(f"worst {worst:.4f}, goal {GOAL}\n")
    sys.exit(int(worst > GOAL))


def loads_of(program: Program, browser: Browser) -> Iterator[Load]:
    logins = program.load()
    program.serve()
    code = program.rehearse(logins.slug)[0]
    camera = Camera(browser, program.url, program.home)
    public = {
        "event": f"/{logins.slug}/",
        "project": f"/{logins.slug}/projects/1/",
        "verify": f"/d/{code}",
    }
    for page, path in public.items():
        yield from loads_of_page(camera, page, path)
    program.manage("reset_rehearsal", logins.slug)
    yield from loads_of_page(camera, "sheet", expert_enters(camera, logins)[0], "expert")


def loads_of_page(camera: Camera, page: str, path: str, who: str = "guest") -> Iterator[Load]:
    for language in LANGUAGES:
        for width in WIDTHS:
            camera.widths = [width]
            camera.forget(who)
            visitor = camera.visitor(who, language)
            sizes = slow_down(visitor.context.new_cdp_session(visitor.page))
            visitor.page.add_init_script(OBSERVE)
            visitor.go(path)
            visitor.page.evaluate("document.fonts.ready.then(() => null)")
            visitor.page.wait_for_timeout(SETTLE_MS)
            seen = visitor.page.evaluate("window.seen")
            shift, paint, moved = seen["shift"], seen["paint"], seen["moved"]
            yield Load(page, language, width, shift, paint, sum(sizes), moved)


def slow_down(devtools: CDPSession) -> list[int]:
    """Put the page behind a slow line, without a cache; the bytes of each answer, as they come."""
    sizes: list[int] = []
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes

"""How far pages jump while they load over a slow network: cumulative layout shift, by page and language.

Each page is loaded once by a browser that knows nothing of it. The shift is the sum over the whole
load, so never less than what the Web Vitals call CLS. Milliseconds depend on the machine, shifts hardly.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.browser.visitor import ARGUMENTS, CHROMIUM
from tests.pictures.camera import Camera
from tests.pictures.pages import expert_enters
from tests.pictures.program import Program, throw_away_program

LANGUAGES = ("kk", "ru", "en")
WIDTHS = (1440, 390)
# A busy mobile network: 400 ms there and back, 400 kB/s.
NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000,
    "uploadThroughput": 400_000,
}
SETTLE_MS = 1_000
OBSERVE = """
window.seen = { shift: 0, paint: 0, moved: "" };
let largest = 0;
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
watch("layout-shift", (entry) => {
  window.seen.shift += entry.value;
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
    """Print the shifts of the pages that guests and experts open most."""
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
        browser.close()


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
    """Put the page behind the slow network, without a cache; the bytes of each answer, as they come."""
    sizes: list[int] = []
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes

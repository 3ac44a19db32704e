"""What signatures cost: on a tablet, in Chromium slowed four times, and where 79 of them are checked.

Prints numbers and keeps no ceiling. The goals: signing p95 at most 20 ms, checking 79 at most 50 ms.
"""

import json
import statistics
import time
from typing import Any, Final

from playwright.sync_api import sync_playwright

from tests.browser.visitor import ARGUMENTS, CHROMIUM
from tests.processes import ROOT

SLOWED: Final = 4
SHEETS: Final = 79
PAGE: Final = "http://localhost/"
SIGNING: Final = """async (n) => {
  const { signerFor } = await import("/static/js/tablet/signing.js");
  const signer = signerFor("bench", { card: "1", event: "bench", person: "emil", keyUrl: "/key" });
  const points = Object.fromEntries([1, 2, 3, 4, 5, 6].map((each) => [`criterion-${each}`, "7.5"]));
  const signed = [];
  const times = [];
  for (let number = 0; number < n; number += 1) {
    const sent = { base_rev: 0, rubric_version: 1, final: true, points, comment: "Ж".repeat(500) };
    sent.op_id = crypto.randomUUID();
    const begun = performance.now();
    signed.push(await signer.signed("3-4", sent));
    times.push(performance.now() - begun);
  }
  return { signed, times: times.slice(1), first: times[0] };
}"""


def bench_signing(turns: int) -> None:
    found, public_key = _sign(turns)
    times = sorted(found["times"])
    p95 = times[int(len(times) * 0.95)]
    print(f"Signing, Chromium slowed {SLOWED} times, {len(times)} sheets:")  # noqa: T201 - a bench prints
    print(f"  p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, worst {times[-1]:.1f} ms")  # noqa: T201 - a bench prints
    print(f"  the first one, with making and registering the key: {found['first']:.1f} ms")  # noqa: T201 - a bench prints
    best, worst = _check(found["signed"][:SHEETS], public_key)
    print(f"Checking {SHEETS} signatures: best {best:.1f} ms, worst of five {worst:.1f} ms")  # noqa: T201 - a bench prints


def _sign(turns: int) -> tuple[dict[str, Any], str]:
    """The script as it stands, on a page that takes every key."""
    sent: list[dict[str, str]] = []

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(PAGE)
        if path.endswith(".js"):
            text = (ROOT / path).read_text()
            route.fulfill(body=text, content_type="text/javascript")
        elif path == "key":
            sent.append(json.loads(route.request.post_data))
            route.fulfill(json={"status": "registered"})
        else:
            route.fulfill(body="<!doctype html><title>bench</title>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(PAGE)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        found = page.evaluate(SIGNING, max(turns, 2) * SHEETS)
        browser.close()
    return found, sent[0]["public_key"]


def _check(signed: list[dict[str, Any]], public_key: str) -> tuple[float, float]:
    """By the standalone script's own functions: read the key, write the text, verify."""
    checker: dict[str, Any] = {"__name__": "check_signatures"}
    exec((ROOT / "docs" / "check_signatures.py").read_text(), checker)
    evidence, sheet = {"event": {"slug": "bench"}}, {"person": "emil", "sheet": "3-4"}
    times = []
    for _turn in range(5):
        begun = time.perf_counter()
        key = checker["read_key"](public_key)
        texts = [checker["text_of_revision"](evidence, sheet, each) for each in signed]
        pairs = zip(signed, texts, strict=True)
        good = [checker["is_signed"](key, each["signature"], text) for each, text in pairs]
        times.append((time.perf_counter() - begun) * 1000)
        assert all(good)
    return min(times), max(times)

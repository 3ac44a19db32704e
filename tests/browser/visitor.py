"""One person with a browser, who notices what is wrong with every page they look at."""

import os
from pathlib import Path
from typing import Literal

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.axe import Axe

CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
SIZES = {320: 568, 390: 844, 768: 1024, 820: 1180, 1024: 768, 1440: 900}
# How far the page hangs over its window, and the innermost elements that reach out.
OVERHANG = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  const reach = (each) => each.getBoundingClientRect().right > innerWidth;
  const all = over > 0 ? [...document.querySelectorAll("body *")].filter(reach) : [];
  const inner = all.filter((each) => ![...each.children].some(reach)).slice(0, 3);
  return over > 0 ? `${over} px hang over: ${inner.map((each) => each.outerHTML.slice(0, 80))}` : "";
}"""
# The pages on which organizers change an event, after its address.
WORKSPACE = (
    *(
        "people",
        "people/new",
        "import",
        "lists",
        "event-file",
        "settings",
        "criteria/new",
        "members",
    ),
    *("log", "teams/new", "panel/new", "presence", "paper", "sheets", "run-of-show/new", "draw"),
    *("draw/print", "paper/print", "scoring/print", "interests", "rehearsal"),
)
SHOTS = os.environ.get("SHOTS")
AXE = Axe()  # one for all visitors


class Visitor:
    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        width: int = 1440,
        scripts: bool = True,
        service_workers: Literal["allow", "block"] = "allow",
        has_touch: bool = False,
    ) -> None:
        self.url = url
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": SIZES[width]},
            java_script_enabled=scripts,
            service_workers=service_workers,
            has_touch=has_touch,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected_statuses: set[int] = set()
        self.loses_network = False
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: self.note_dialog(dialog))

    def note_console(self, message: ConsoleMessage) -> None:
        """Errors of scripts and of the content security policy; refused requests only if unexpected."""
        is_expected = any(
            f"status of {status}" in message.text for status in self.expected_statuses
        )
        is_expected |= self.loses_network and "net::ERR_" in message.text
        if message.type == "error" and not is_expected:
            self.complaints.append(f"console: {message.text}")

    def note_dialog(self, dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def look(self, name: str, *widths: int) -> None:
        """Look at the page as it is: nothing hangs over at any size, axe finds nothing at these widths."""
        self.page.wait_for_load_state()
        widths = widths or (1440, 390)
        for width in (*(each for each in SIZES if each not in widths), *widths):
            self.page.set_viewport_size({"width": width, "height": SIZES[width]})
            if over := self.page.evaluate(OVERHANG):
                self.complaints.append(f"{name} at {width}: {over}")
            if width in widths:
                self.look_closely(name, width)

    def look_closely(self, name: str, width: int) -> None:
        """What axe finds at this width, and a picture where they are wanted."""
        for violation in self.violations():
            self.complaints.append(f"{name} at {width}: {violation}")
        self.shoot(f"{name}_{width}")

    def shoot(self, name: str) -> None:
        """A picture for whoever asked for some."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)

    def violations(self) -> list[str]:
        """What axe finds on the page as it is, each with the first place."""
        return AXE.violations(self.page)

    def let_in(self, client: Client) -> "Visitor":
        """Whoever Django's client is, by its cookies."""
        for name, cookie in client.cookies.items():
            self.context.add_cookies([{"name": name, "value": cookie.value, "url": self.url}])
        return self

    def enter_with(self, token: str) -> "Visitor":
        """In by the code of a card, without the pages that come before the one that is looked at."""
        client = Client()
        answer = client.post(reverse("public:pass_open"), {"token": token})
        assert answer.status_code == 302
        return self.let_in(client)

    def open_card(self, address: str) -> Page:
        self.go(address)
        self.page.get_by_role("button", name="Enter").click()
        return self.page

    def leave(self) -> None:
        self.context.close()

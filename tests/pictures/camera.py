"""Opens a page as one of the people of the demo event and keeps its picture and what is wrong with it."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Response, ViewportSize
from playwright.sync_api import Page as Tab

from tests.browser.visitor import OVERHANG, SIZES, Visitor

LOAD_MS = 60_000
LONGEST_SECONDS = 3_600
LANGUAGE = "django_language"
# A picture below the window is loaded by who scrolls there, which a camera does not.
LOAD_PICTURES = """() => {
  const pictures = [...document.images];
  pictures.forEach((each) => { each.loading = "eager"; });
  return Promise.all(pictures.map((each) => each.decode().catch(() => null)));
}"""

Act = Callable[[Tab], None]


@dataclass(frozen=True)
class Page:
    """One page in one state: who opens what, what they do there, and what must come of it.

    `answers` are the refusals that the page's own requests may meet beside its status.
    """

    name: str
    path: str
    who: str = "guest"
    status: int = 200
    act: Act | None = None
    answers: frozenset[int] = frozenset()


def need(tab: Tab, selector: str) -> None:
    """Another page than the expected one is named by its title, before anything waits for it."""
    if not tab.locator(selector).count():
        raise LookupError(f"“{tab.title()}” at {tab.url} has no {selector}.")


class Camera:
    def __init__(
        self,
        browser: Browser,
        url: str,
        folder: Path,
        *,
        languages: Sequence[str] = ("en",),
        widths: Sequence[int] = (1440,),
        only: str = "",
        is_continued: bool = False,
    ) -> None:
        self.browser, self.url, self.folder = browser, url, folder
        self.languages, self.widths, self.only = languages, widths, only
        self.is_continued = is_continued
        self.visitors: dict[str, Visitor] = {}
        self.keys: dict[str, list[Any]] = {}  # the cookies by which everybody is known
        self.problems: list[str] = []
        self.deadline = time.monotonic() + LONGEST_SECONDS

    def visitor(self, who: str, language: str = "en") -> Visitor:
        """The browser of one of the people, who reads in the language."""
        if who not in self.visitors:
            visitor = self.visitors[who] = Visitor(self.browser, self.url, width=self.widths[0])
            visitor.context.set_default_timeout(LOAD_MS)
            visitor.context.add_cookies(self.keys.get(who, []))
        visitor = self.visitors[who]
        visitor.context.add_cookies([{"name": LANGUAGE, "value": language, "url": self.url}])
        return visitor

    def forget(self, who: str) -> None:
        """Close the browser with all that was typed in it; the keys stay."""
        if visitor := self.visitors.pop(who, None):
            visitor.leave()

    def errand(self, who: str, path: str, act: Act) -> None:
        """Do something that is not photographed, and keep the keys to whoever one has become."""
        visitor = self.visitor(who)
        try:
            visitor.go(path)
            act(visitor.page)
            self.keys[who] = visitor.context.cookies()
        finally:
            self.forget(who)

    def read(self, who: str, path: str) -> str:
        """The source of a page."""
        return self.visitor(who).context.request.get(path).text()

    def take(self, pages: Iterable[Page]) -> None:
        """Take the pictures of these pages; none when the time of all is up."""
        for page in pages:
            for language in self.languages:
                if self.only not in page.name or (self.is_continued and self.has(page, language)):
                    continue
                if time.monotonic() < self.deadline:
                    self.picture(page, language)
                else:
                    self.problems.append(f"{page.name}.{language}: the time is up")

    def has(self, page: Page, language: str) -> bool:
        return all(self.file(f"{page.name}.{language}", width).exists() for width in self.widths)

    def file(self, name: str, width: int) -> Path:
        return self.folder / f"{name}.{width}.png"

    def picture(self, page: Page, language: str) -> None:
        name = f"{page.name}.{language}"
        visitor = self.visitor(page.who, language)
        visitor.complaints.clear()
        visitor.expected_statuses = {page.status, *page.answers}
        try:
            status = self.open(visitor, page)
            if status != page.status:
                visitor.complaints.append(f"answered {status}, not {page.status}")
            self.expose(visitor, name)
        except (Error, LookupError) as error:
            visitor.complaints.append(str(error).splitlines()[0])
        self.problems += [f"{name}: {complaint}" for complaint in visitor.complaints]
        if page.act is not None or visitor.complaints:
            self.forget(page.who)

    def open(self, visitor: Visitor, page: Page) -> int:
        """The status of the page, or of the one that the act led to."""
        statuses: list[int] = []

        def note(response: Response) -> None:
            if response.request.is_navigation_request() and not 300 <= response.status < 400:
                statuses.append(response.status)

        visitor.page.set_viewport_size(size_of(self.widths[0]))
        visitor.page.on("response", note)
        if "#" in page.path:
            visitor.go("about:blank")  # from the same page, a browser would only scroll
        visitor.go(page.path)
        if page.act is not None:
            page.act(visitor.page)
        visitor.page.remove_listener("response", note)
        return statuses[-1] if statuses else 0

    def expose(self, visitor: Visitor, name: str) -> None:
        visitor.page.evaluate(LOAD_PICTURES)
        for width in self.widths:
            visitor.page.set_viewport_size(size_of(width))
            if over := visitor.page.evaluate(OVERHANG):
                visitor.complaints.append(f"at {width}: {over}")
            visitor.page.screenshot(
                path=self.file(name, width), full_page=True, animations="disabled"
            )


def size_of(width: int) -> ViewportSize:
    return {"width": width, "height": SIZES[width]}

"""HTML in, PDF bytes out. With `images.py` the only importer of WeasyPrint.

The import is late, so that a machine without Pango can say what is missing in one sentence. Pages
reach neither the network nor a file: what they may show is handed to them as assets.
"""

import contextlib
import functools
import io
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from events.pdf.errors import ForeignResource, RenderingUnavailable

GENERATOR: Final = "Qorgau"
LIBRARY_PACKAGES: Final = {
    "gobject": "libglib2.0-0",
    "pangoft2": "libpangoft2-1.0-0",
    "pango": "libpango-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "fontconfig": "libfontconfig1",
}
PROGRESS: Final = logging.getLogger("weasyprint.progress")
# Pango's font map is not for two threads.
_one_at_a_time: Final = threading.RLock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a file says of itself. `language` is a BCP 47 tag.

    The bytes of a file depend on its pages and on this alone. `identifier` is the ID that PDF gives
    a file, 32 hexadecimal digits; without it there is none.
    """

    title: str
    language: str
    author: str = ""
    created_on: date | None = None
    identifier: str = ""


class PageStyle:
    """The style sheet of one kind of page, parsed once with its fonts; kept for as many pages as come.

    `assets` are the pictures that every such page may show, by addresses such as `asset:border.svg`.
    """

    def __init__(self, css: str = "", *, assets: Mapping[str, bytes] | None = None) -> None:
        self.assets = dict(assets or {})
        with _one_at_a_time:
            self._fonts = engine().text.fonts.FontConfiguration()
            self._css = engine().CSS(
                string=css, font_config=self._fonts, url_fetcher=asset_fetcher(self.assets)
            )

    def lay_out(
        self,
        html: str,
        *,
        assets: Mapping[str, bytes] | None = None,
        images: Mapping[str, Any] | None = None,
        on_page: Callable[[], None] | None = None,
    ) -> Any:
        """The pages of a text, not yet written; raises ForeignResource.

        `assets` are this text's own pictures, `images` ready ones by their addresses (images.py).
        `on_page` is called before each page, also where pages are laid out once more; what it raises ends the work.
        """
        return lay_out(
            html,
            on_page=on_page,
            fetcher=asset_fetcher({**self.assets, **(assets or {})}),
            font_config=self._fonts,
            stylesheets=[self._css],
            cache=dict(images or {}),
        )


def render_pdf(
    html: str, *, css: str = "", assets: Mapping[str, bytes] | None = None, metadata: Metadata
) -> bytes:
    """One file of one text. Raises ForeignResource for what is no asset, RenderingUnavailable."""
    return write_pdf(PageStyle(css, assets=assets).lay_out(html), metadata)


def lay_out(
    html: str, *, fetcher: Any, on_page: Callable[[], None] | None = None, **options: Any
) -> Any:
    """Lay pages out; raises ForeignResource when they ask for anything but an asset."""
    with _one_at_a_time, _refusals(), _told(on_page):
        return engine().HTML(string=html, url_fetcher=fetcher).render(**options)


def write_pdf(document: Any, metadata: Metadata, *, is_tagged: bool = False) -> bytes:
    """The file of pages that are laid out; tagged, it says what is a title, a paragraph, a cell of a table."""
    document.metadata = engine().document.DocumentMetadata(
        title=metadata.title,
        authors=[metadata.author] if metadata.author else [],
        generator=GENERATOR,
        created=metadata.created_on.isoformat() if metadata.created_on else None,
        lang=metadata.language,
    )
    with _one_at_a_time, _refusals():
        pdf: bytes = document.write_pdf(
            pdf_identifier=metadata.identifier.encode() or None, pdf_tags=is_tagged
        )
    return pdf


def page_numbers(sentence: str) -> str:
    """The sentence as CSS writes it into a margin, with the numbers that only the press knows."""
    counters = {"page": '" counter(page) "', "pages": '" counter(pages) "'}
    safe = sentence.translate(dict.fromkeys(map(ord, '\\"<>')))
    return f'"{safe % counters}"'


@functools.cache
def engine() -> Any:
    """The weasyprint package; raises RenderingUnavailable when a library of it is missing."""
    try:
        # WeasyPrint prints its own advice to standard output and warns of a library that
        # self_check asks for by name.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import weasyprint  # noqa: PLC0415 - a machine without its libraries must start
    except OSError as error:
        package = next(
            (package for word, package in LIBRARY_PACKAGES.items() if word in str(error)),
            "libpangoft2-1.0-0",
        )
        raise RenderingUnavailable(
            f"A library of WeasyPrint is missing: install the Debian package {package}."
        ) from None
    return weasyprint


@contextlib.contextmanager
def _told(on_page: Callable[[], None] | None) -> Iterator[None]:
    """WeasyPrint says in a log alone that it begins a page."""
    if on_page is None:
        yield
        return

    def heard(_record: logging.LogRecord) -> bool:
        on_page()
        return False

    level = PROGRESS.level
    PROGRESS.addFilter(heard)
    PROGRESS.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS.setLevel(level)
        PROGRESS.removeFilter(heard)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """WeasyPrint stops by a BaseException, which must not end a worker."""
    try:
        yield
    except engine().urls.FatalURLFetchingError as error:
        raise ForeignResource(str(error)) from None


def asset_fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that serves these addresses and refuses every other, fatally."""
    return _asset_fetcher_class()(assets)


@functools.cache
def _asset_fetcher_class() -> Any:
    urls = engine().urls

    class AssetFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]  # imported late, without types
        """No network, no files, no data addresses."""

        def __init__(self, assets: Mapping[str, bytes]) -> None:
            super().__init__(
                allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True
            )
            self._assets = assets

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in self._assets:
                raise ValueError("not an asset of the page")
            kind = "image/svg+xml" if url.endswith(".svg") else "image/png"
            return urls.URLFetcherResponse(url, self._assets[url], {"Content-Type": kind})

    return AssetFetcher

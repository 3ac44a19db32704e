"""Records in, PDF bytes out. The only module that imports WeasyPrint.

The import is late, so that a machine without Pango can say what is missing in one sentence.
"""

import contextlib
import functools
import hashlib
import importlib
import io
import itertools
import os
import threading
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from diplomas.art import FlatArt, QrMask, qr_png
from diplomas.faces import (
    ALL_FACES,
    DISPLAY,
    TEXT,
    TEXT_BOLD,
    FaceMissing,
    installed_face,
    name_width,
)
from diplomas.fitting import FittedName, NameDoesNotFit, balanced_width, fit_name, size_to_fit
from events.codes import in_groups

TEMPLATE = "diplomas/pdf/diploma.html"
ARTWORK = Path(__file__).with_name("artwork")
BORDER = "asset:border.svg"
CHUNK = 20
MOST_SIGNATORIES = 4
POINTS_PER_MM = 72 / 25.4
NAME_WIDTH_PT = 236 * POINTS_PER_MM
WATERMARK_WIDTH_PT = 210 * POINTS_PER_MM
WATERMARK_PT = 80.0
BODY_WIDTH_PT = 208 * POINTS_PER_MM
TOPIC_PT = 13.5

# Set in the display face; everything else is set in the text face.
DISPLAY_FIELDS = ("kind", "name", "watermark")
# Babel and typists write these; the faces draw their plain fellows.
PLAIN_FELLOWS = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-"})

LIBRARY_PACKAGES = {
    "gobject": "libglib2.0-0",
    "pangoft2": "libpangoft2-1.0-0",
    "pango": "libpango-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "fontconfig": "libfontconfig1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomaRecord:
    """Every word on one diploma, translated and in its final form.

    `language` is the BCP 47 tag of the main text, `title` that of the file. `signatories` are pairs
    of an office and a name (which may be empty), at most four. `code` has no separators.
    """

    issuer: str
    kind: str
    lead: str
    name: str
    number: str
    code: str
    verify_url: str
    language: str
    title: str
    kinds: str = ""
    name_note: str = ""
    before_topic: tuple[str, ...] = ()
    topic: str = ""
    after_topic: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    place_and_date: str = ""
    issued_on: date | None = None
    watermark: str = ""


class RenderingUnavailable(RuntimeError):
    """Something that rendering needs is not installed; the message is one sentence."""


class ForeignResource(RuntimeError):
    """The page asked for something that is not one of our assets."""


class UnfitRecord(ValueError):
    """This record cannot become a diploma; the others can."""

    def __init__(self, record: DiplomaRecord, reason: str) -> None:
        super().__init__(f"{record.number}, {record.name}: {reason}")
        self.record = record
        self.reason = reason


class DiplomaOverflows(UnfitRecord):
    """The text needs more than one page."""


class UnprintableText(UnfitRecord):
    """The text holds control characters, or letters that the faces do not have."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What the template needs beside the record."""

    record: DiplomaRecord
    name: FittedName
    watermark_size: str
    topic_width: str

    @property
    def name_lines(self) -> tuple[str, ...]:
        return self.name.lines

    @property
    def name_size(self) -> str:
        return f"{self.name.size_pt:g}"

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        return self.record.signatories[: (len(self.record.signatories) + 1) // 2]

    @property
    def right(self) -> tuple[tuple[str, str], ...]:
        return self.record.signatories[(len(self.record.signatories) + 1) // 2 :]

    @property
    def is_crowded(self) -> bool:
        return len(self.left) > 1

    @property
    def qr_address(self) -> str:
        return f"asset:qr/{self.record.code}"

    @property
    def printed_code(self) -> str:
        return in_groups(self.record.code)


class Renderer:
    """Renders diplomas; holds what is parsed, measured and drawn once.

    `plain_images` turns the re-emitted artwork off and lets WeasyPrint draw each picture anew.
    One at a time: Pango's font map is not for two threads.
    """

    def __init__(self, *, plain_images: bool = False) -> None:
        self._engine = engine()
        self._plain_images = plain_images
        self._lock = threading.Lock()
        self._assets = {BORDER: (ARTWORK / "border.svg").read_bytes()}
        self._fonts = self._engine.text.fonts.FontConfiguration()
        self._css = self._engine.CSS(
            string=(ARTWORK / "diploma.css").read_text(encoding="utf-8"),
            font_config=self._fonts,
            url_fetcher=asset_fetcher(self._assets),
        )
        self._art = {} if plain_images else {BORDER: self._flat_border()}

    def render(self, records: Sequence[DiplomaRecord]) -> list[bytes]:
        """One PDF of exactly one page for each record, in order.

        Raises UnfitRecord (DiplomaOverflows, UnprintableText) or NameDoesNotFit for the first
        record that cannot be set.
        """
        pages = [_page(record) for record in records]
        with self._lock:
            return [pdf for chunk in _chunks(pages) for pdf in self._render_chunk(chunk)]

    def _render_chunk(self, chunk: Sequence[_Page]) -> list[bytes]:
        document = self._lay_out(chunk)
        if len(document.pages) == len(chunk):
            return [
                self._write(document, sheet, page.record)
                for sheet, page in zip(document.pages, chunk, strict=True)
            ]
        if len(chunk) == 1:
            raise DiplomaOverflows(chunk[0].record, "the text needs more than one page")
        return [pdf for page in chunk for pdf in self._render_chunk([page])]

    def _lay_out(self, chunk: Sequence[_Page]) -> Any:
        html = render_to_string(TEMPLATE, {"pages": chunk})
        assets = dict(self._assets)
        cache: dict[str, FlatArt | QrMask] = dict(self._art)
        for page in chunk:
            if self._plain_images:
                assets[page.qr_address] = qr_png(page.record.verify_url)
            else:
                cache[page.qr_address] = QrMask(page.record.code, page.record.verify_url)
        return lay_out(
            html,
            fetcher=asset_fetcher(assets),
            font_config=self._fonts,
            stylesheets=[self._css],
            cache=cache,
        )

    def _write(self, document: Any, sheet: Any, record: DiplomaRecord) -> bytes:
        single = document.copy([sheet])
        single.metadata = self._engine.document.DocumentMetadata(
            title=record.title,
            authors=[record.issuer],
            generator="Qorgau",
            created=record.issued_on.isoformat() if record.issued_on else None,
            lang=record.language,
        )
        identifier = hashlib.sha256(record.code.encode()).hexdigest()[:32]
        with _refusals():
            pdf: bytes = single.write_pdf(pdf_identifier=identifier.encode())
        return pdf

    def _flat_border(self) -> FlatArt:
        image = self._engine.images.get_image_from_uri(
            {}, asset_fetcher(self._assets), self._engine.DEFAULT_OPTIONS, BORDER
        )
        return FlatArt("border", image)


def warm_renderer() -> Renderer:
    """This process's renderer, made at the first call."""
    return _renderer_of(os.getpid())


def self_check() -> None:
    """Raise RenderingUnavailable, with one sentence, when a diploma would fail or look wrong."""
    if engine().text.ffi.harfbuzz_subset is None:
        raise RenderingUnavailable(
            "The library harfbuzz-subset is missing: install the Debian package libharfbuzz-subset0."
        )
    try:
        expected = {installed_face(source).content: source for source in ALL_FACES}
    except FaceMissing as missing:
        raise RenderingUnavailable(str(missing)) from None
    drawn = _faces_drawn()
    for content, source in expected.items():
        if content not in drawn:
            raise RenderingUnavailable(
                f"fontconfig does not offer the font {source.label} of the Debian package "
                f"{source.package}: run fc-cache, or remove other copies of it."
            )


@functools.cache
def engine() -> Any:
    """The weasyprint package; raises RenderingUnavailable when a library of it is missing."""
    try:
        # WeasyPrint prints its own advice to standard output and warns of a library that
        # self_check asks for by name.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module("weasyprint")
    except OSError as error:
        package = next(
            (package for word, package in LIBRARY_PACKAGES.items() if word in str(error)),
            "libpangoft2-1.0-0",
        )
        raise RenderingUnavailable(
            f"A library of WeasyPrint is missing: install the Debian package {package}."
        ) from None


def lay_out(html: str, *, fetcher: Any, **options: Any) -> Any:
    """Lay a page out; raises ForeignResource when it asks for anything but an asset."""
    with _refusals():
        return engine().HTML(string=html, url_fetcher=fetcher).render(**options)


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
                raise ValueError("not an asset of the diploma")
            kind = "image/svg+xml" if url.endswith(".svg") else "image/png"
            return urls.URLFetcherResponse(url, self._assets[url], {"Content-Type": kind})

    return AssetFetcher


@functools.cache
def _renderer_of(pid: int) -> Renderer:
    return Renderer()


def _faces_drawn() -> set[bytes]:
    """The font files that WeasyPrint takes for our faces."""
    html = '<p style="font: 600 9pt Vollkorn">Ә</p><p style="font: 9pt PT Serif">Ә<b>Ә</b></p>'
    document = lay_out(html, fetcher=asset_fetcher({}))
    document.write_pdf()
    read = engine().text.fonts.get_hb_object_data
    return {bytes(read(font.hb_face)) for font in document.fonts.values()}


def _page(record: DiplomaRecord) -> _Page:
    record = _printable(record)
    return _Page(
        record=record,
        name=fit_name(record.name, width_pt=NAME_WIDTH_PT, measure=name_width),
        watermark_size=f"{_watermark_size(record.watermark):g}",
        topic_width=f"{_topic_width(record.topic):.1f}",
    )


def _watermark_size(text: str) -> float:
    return size_to_fit(text, width_pt=WATERMARK_WIDTH_PT, largest=WATERMARK_PT, measure=name_width)


def _topic_width(text: str) -> float:
    measure = installed_face(TEXT_BOLD).width
    width = balanced_width(text, width_pt=BODY_WIDTH_PT, size_pt=TOPIC_PT, measure=measure)
    return min(width + 2, BODY_WIDTH_PT)


def _printable(record: DiplomaRecord) -> DiplomaRecord:
    """The record in NFC and in letters that the faces have; raises UnprintableText."""
    if len(record.signatories) > MOST_SIGNATORIES:
        raise UnfitRecord(record, f"more than {MOST_SIGNATORIES} signatories")
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    for name, value in values.items():
        face = installed_face(DISPLAY if name in DISPLAY_FIELDS else TEXT)
        values[name] = _plain(value)
        text = "".join(_texts(values[name]))
        hidden = "".join(letter for letter in text if unicodedata.category(letter)[0] == "C")
        if bad := hidden or face.missing_letters(text):
            shown = " ".join(f"U+{ord(letter):04X}" for letter in bad)
            raise UnprintableText(record, f"characters that cannot be printed: {shown}")
    return DiplomaRecord(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).translate(PLAIN_FELLOWS)
    return tuple(_plain(each) for each in value) if isinstance(value, tuple) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


def _chunks(pages: Sequence[_Page]) -> Iterator[list[_Page]]:
    rest = iter(pages)
    while chunk := list(itertools.islice(rest, CHUNK)):
        yield chunk


__all__ = [
    "DiplomaOverflows",
    "DiplomaRecord",
    "ForeignResource",
    "NameDoesNotFit",
    "Renderer",
    "RenderingUnavailable",
    "UnfitRecord",
    "UnprintableText",
    "self_check",
    "warm_renderer",
]

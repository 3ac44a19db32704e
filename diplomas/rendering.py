"""Records in, PDF bytes out: the art of a diploma, and batches of them laid out as one document."""

import functools
import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from diplomas.art import QrMask, qr_png
from diplomas.columns import Together, is_one_text, settings_together
from diplomas.fitting import FULL, Closer, closer_settings, kind_size, text_size
from diplomas.logos import LOGOS
from diplomas.record import MOST_SIGNATORIES, DiplomaRecord
from events.codes import in_groups
from events.pdf.engine import Metadata, PageStyle, write_pdf
from events.pdf.faces import FACES_OF_BOLD, FACES_OF_NAMES, FACES_OF_TEXT
from events.pdf.fitting import FittedName, balanced_width, size_to_fit
from events.pdf.images import FlatArt
from events.printing import (
    POINTS_PER_MM,
    as_printed,
    fitted_name,
    name_width,
    shaped_width,
    unprintable_letters,
)

TEMPLATE = "diplomas/pdf/diploma.html"
ARTWORK = Path(__file__).with_name("artwork")
BACKGROUND = "border"
"""The name of the art that paper may have already."""
BORDER = f"asset:{BACKGROUND}.svg"
CHUNK = 20
WATERMARK_WIDTH_PT = 210 * POINTS_PER_MM
WATERMARK_PT = 80.0
BODY_WIDTH_PT = 208 * POINTS_PER_MM

# Set in the display face.
DISPLAY_FIELDS = ("name", "watermark")


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
    """What the template needs beside the record; `closer` when it does not fit as it is."""

    record: DiplomaRecord
    name: FittedName
    watermark_size: str
    closer: Closer | None = None

    @property
    def together(self) -> Together | None:
        """How it is set where it is in several languages."""
        return self.closer if isinstance(self.closer, Together) else None

    @property
    def has_one_issuer(self) -> bool:
        return is_one_text(self.record, "issuer")

    @property
    def has_one_lead(self) -> bool:
        return is_one_text(self.record, "lead")

    @property
    def name_lines(self) -> tuple[str, ...]:
        return self.name.lines

    @property
    def name_size(self) -> str:
        return f"{self.closer.name_size if self.closer else self.name.size_pt:g}"

    @property
    def kind_size(self) -> str:
        size = kind_size(self.record.kind, largest=FULL["kind"])
        return f"{self.closer.kind_size if self.closer else size:g}"

    @property
    def topic_width(self) -> str:
        closer = self.closer
        width = closer.topic_width if closer else _topic_width(self.record.topic, self.text_size)
        return f"{width:.1f}"

    @property
    def text_size(self) -> float:
        return text_size(self.name.size_pt)

    @property
    def lengths(self) -> dict[str, str]:
        sizes = self.closer.lengths if self.closer else {"text": self.text_size}
        return {name: f"{size:.2f}" for name, size in sizes.items()}

    @property
    def is_crowded(self) -> bool:
        return len(self.record.left) > 1

    @property
    def logo_address(self) -> str:
        return f"asset:logo/{self.record.logo}"

    @property
    def qr_address(self) -> str:
        return f"asset:qr/{self.record.code}"

    @property
    def printed_code(self) -> str:
        return in_groups(self.record.code)


class Renderer:
    """Renders diplomas; holds what is parsed, measured and drawn once.

    `plain_images` turns the re-emitted artwork off and lets WeasyPrint draw each picture anew.
    """

    def __init__(self, *, plain_images: bool = False) -> None:
        border = (ARTWORK / "border.svg").read_bytes()
        css = (ARTWORK / "diploma.css").read_text(encoding="utf-8")
        self._style = PageStyle(css, assets={BORDER: border})
        self._plain_images = plain_images
        self._art = {} if plain_images else {BORDER: FlatArt(BACKGROUND, border)}

    def render(self, records: Sequence[DiplomaRecord]) -> list[bytes]:
        """One PDF of exactly one page for each record, in order.

        Raises UnfitRecord (DiplomaOverflows, UnprintableText) or NameDoesNotFit for the first
        record that cannot be set, FileIsAway for a logo that cannot be read.
        """
        pages = [_page(record) for record in records]
        return [pdf for chunk in _chunks(pages) for pdf in self._render_chunk(chunk)]

    def _render_chunk(self, chunk: Sequence[_Page]) -> list[bytes]:
        document = self._lay_out(chunk)
        if len(document.pages) == len(chunk):
            return [
                write_pdf(document.copy([sheet]), _metadata(page.record))
                for sheet, page in zip(document.pages, chunk, strict=True)
            ]
        if len(chunk) == 1:
            return [self._render_closer(chunk[0])]
        return [pdf for page in chunk for pdf in self._render_chunk([page])]

    def _render_closer(self, page: _Page) -> bytes:
        """A page that does not fit as it is, set as large as it can be."""
        whole = page.closer.record if page.closer else page.record
        for closer in settings_for(whole):
            document = self._lay_out([replace(page, record=closer.printed, closer=closer)])
            if len(document.pages) == 1:
                return write_pdf(document, _metadata(page.record))
        raise DiplomaOverflows(page.record, "the text needs more than one page")

    def _lay_out(self, chunk: Sequence[_Page]) -> Any:
        html = render_to_string(TEMPLATE, {"pages": chunk})
        logos = {page.logo_address: logo_of(page.record.logo) for page in chunk if page.record.logo}
        if self._plain_images:
            codes = {page.qr_address: qr_png(page.record.verify_url) for page in chunk}
            return self._style.lay_out(html, assets=codes | logos)
        masks = {
            page.qr_address: QrMask(page.record.code, page.record.verify_url) for page in chunk
        }
        return self._style.lay_out(html, assets=logos, images={**self._art, **masks})


@functools.lru_cache(maxsize=16)
def logo_of(file_hash: str) -> bytes:
    """Raises FileIsAway."""
    return LOGOS.read(file_hash)


def warm_renderer() -> Renderer:
    """This process's renderer, made at the first call."""
    return _renderer_of(os.getpid())


@functools.cache
def _renderer_of(pid: int) -> Renderer:
    return Renderer()


def settings_for(record: DiplomaRecord) -> Iterator[Closer]:
    """Those that may hold its text, the largest first."""
    return settings_together(record) if record.beside else closer_settings(record)


def _page(record: DiplomaRecord) -> _Page:
    record = _printable(record)
    page = _Page(
        record=record,
        name=fitted_name(record.name),
        watermark_size=f"{_watermark_size(record.watermark):g}",
    )
    if not record.beside:
        return page
    closer = next(settings_for(record))
    return replace(page, record=closer.printed, closer=closer)


def _metadata(record: DiplomaRecord) -> Metadata:
    return Metadata(
        title=record.title,
        language=record.language,
        author=record.issuer,
        created_on=record.issued_on,
        identifier=hashlib.sha256(record.code.encode()).hexdigest()[:32],
    )


def _watermark_size(text: str) -> float:
    return size_to_fit(text, width_pt=WATERMARK_WIDTH_PT, largest=WATERMARK_PT, measure=name_width)


def _topic_width(text: str, size: float) -> float:
    measure = functools.partial(shaped_width, faces=FACES_OF_BOLD)
    width = balanced_width(text, width_pt=BODY_WIDTH_PT, size_pt=size, measure=measure)
    return min(width + 2, BODY_WIDTH_PT)


def _printable(record: DiplomaRecord) -> DiplomaRecord:
    """The record in NFC and in letters that the faces have; raises UnprintableText."""
    if len(record.signatories) > MOST_SIGNATORIES:
        raise UnfitRecord(record, f"more than {MOST_SIGNATORIES} signatories")
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    values["beside"] = tuple(_printable(each) for each in record.beside)
    for name, value in values.items():
        if name == "beside":
            continue
        faces = FACES_OF_NAMES if name in DISPLAY_FIELDS else FACES_OF_TEXT
        values[name] = _plain(value)
        if bad := unprintable_letters("".join(_texts(values[name])), faces):
            shown = " ".join(f"U+{ord(letter):04X}" for letter in bad)
            raise UnprintableText(record, f"characters that cannot be printed: {shown}")
    return DiplomaRecord(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return as_printed(value)
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

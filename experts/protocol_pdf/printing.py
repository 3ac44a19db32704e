"""A record in, the bytes of its papers out: A4, in one language, each page numbered of how many.

The protocol, which may have hundreds of pages, is set by our own hand; the other papers by WeasyPrint.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.pdf.engine import Metadata, PageStyle, page_numbers, write_pdf
from events.printing import with_codes
from experts.protocol_pdf.annex import Added, annex_sheet
from experts.protocol_pdf.minutes import Stamp, event_in_words, minutes_of
from experts.protocol_pdf.setting import set_protocol
from experts.protocol_pdf.speech import speech_of
from experts.protocol_pdf.team_sheets import team_sheets_of
from experts.protocol_pdf.wording import Record, language, said

CSS: Final = Path(__file__).with_name("paper.css")
# Points, as a style sheet writes them, and columns of what is read aloud: the largest that leaves one page.
SPEECH_LOOKS: Final = (
    *(("18", 1), ("15", 1), ("13", 1), ("11", 1), ("9.5", 1)),
    *(("9.5", 2), ("8.5", 2), ("7.5", 2)),
)
MOST_ON_A_PAGE: Final = 60  # teams; more are not tried
OnPage = Callable[[], None]


def protocol_pdf(
    record: Record, stamp: Stamp, language: str, on_page: OnPage | None = None
) -> bytes:
    """`on_page` is called now and then, while pages are laid out and drawn. Raises RenderingUnavailable."""
    with _told(record, language):
        minutes = minutes_of(record, stamp)
        return set_protocol(minutes, _about(minutes.title, record), on_page or (lambda: None))


def speech_pdf(record: Record, stamp: Stamp, language: str, on_page: OnPage | None = None) -> bytes:
    """One page, as large as it fits; on several, which it says, where there are very many teams."""
    with _told(record, language):
        page = speech_of(record, stamp)
        for size, columns in SPEECH_LOOKS if len(page.teams) <= MOST_ON_A_PAGE else ():
            look = {"page": page, "size": size, "columns": columns}
            document = _laid_out("speech", look, on_page)
            if len(document.pages) == 1:
                break
        else:
            look = {"page": page, "size": "11", "columns": 1, "goes_on": True}
            document = _laid_out("speech", look, on_page)
        return _written(document, page.title, record)


def team_sheets_pdf(
    record: Record, stamp: Stamp, language: str, on_page: OnPage | None = None
) -> bytes:
    """Each team begins on a page of its own."""
    with _told(record, language):
        page = team_sheets_of(record, stamp)
        return _written(_laid_out("team_sheets", {"page": page}, on_page), page.title, record)


def annex_pdf(
    added: Added, record: Record, stamp: Stamp, language: str, on_page: OnPage | None = None
) -> bytes:
    """What was found after the seal: a sheet of its own."""
    with _told(record, language):
        page = annex_sheet(added, record, stamp)
        return _written(_laid_out("annex", {"page": page}, on_page), page.title, record)


@contextmanager
def _told(record: Record, language: str) -> Iterator[None]:
    with translation.override(language), timezone.override(record["event"]["time_zone"]):
        yield


def _laid_out(template: str, context: dict[str, Any], on_page: OnPage | None) -> Any:
    foot = page_numbers(_("Page %(page)s of %(pages)s"))
    html = render_to_string(f"experts/pdf/{template}.html", {**context, "foot": foot})
    return _style().lay_out(with_codes(html), on_page=on_page)


def _written(document: Any, title: str, record: Record) -> bytes:
    return write_pdf(document, _about(title, record), is_tagged=True)


def _about(title: str, record: Record) -> Metadata:
    return Metadata(
        title=f"{title} · {event_in_words(record)}",
        language=language(),
        author=said(record["event"]["organiser"]),
    )


@functools.cache
def _style() -> PageStyle:
    return PageStyle(CSS.read_text(encoding="utf-8"))

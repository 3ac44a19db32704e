"""The register on paper, to be bound: A4 landscape, the heads on every page, each page numbered of how many."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomas.register import register_of
from events.days import days_in_words
from events.models import Event
from events.pdf.engine import Metadata, PageStyle, page_numbers, write_pdf

TEMPLATE: Final = "diplomas/pdf/register.html"
CSS: Final = Path(__file__).with_name("artwork") / "register.css"


def register_pdf(event: Event, on_page: Callable[[], None] | None = None) -> bytes:
    """In the reader's language; `on_page` is called as each page begins. Raises RenderingUnavailable."""
    language = str(get_language())
    title = _("Register of diplomas")
    context = {
        "event": event,
        "language": language,
        "title": title,
        "days": days_in_words(event.starts_on, event.ends_on, language, on_paper=True),
        "lines": register_of(event),
        "foot": page_numbers(_("Page %(page)s of %(pages)s")),
    }
    document = _style().lay_out(render_to_string(TEMPLATE, context), on_page=on_page)
    about = Metadata(
        title=f"{title} · {event}", language=language, author=str(event.organiser or "")
    )
    return write_pdf(document, about)


@functools.cache
def _style() -> PageStyle:
    return PageStyle(CSS.read_text(encoding="utf-8"))

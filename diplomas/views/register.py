"""The register of an event's diplomas: as a page, on paper and as a file for a spreadsheet program."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomas.lists import diplomas
from diplomas.register import register_of
from diplomas.register_pdf import register_pdf
from diplomas.texts import LANGUAGES
from events.access import OrganizerRequest, Right, organizer_page
from events.forms import SearchForm
from events.models import Event
from events.pdf.errors import RenderingUnavailable
from events.spreadsheets.writing import answer_with

A_PAGE: Final = 50
OFFICIAL: Final = ("kk", "ru")


@organizer_page(Right.DIPLOMAS, place="diplomas")
def diploma_register(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    search, lines = SearchForm(request.GET), register_of(event)
    found = [line for line in lines if line.is_sought(search.sought)]
    context = {
        "search": search,
        "lines": lines,
        "found": found,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "languages": [each for each in LANGUAGES if each in (*OFFICIAL, get_language())],
    }
    return render(request, "diplomas/organizer/register.html", context)


@organizer_page(Right.DIPLOMAS)
def diploma_register_pdf(
    request: OrganizerRequest, event: Event, language: str
) -> HttpResponseBase:
    """To be bound, in a language that may be another one than the reader's."""
    try:
        with translation.override(_known(language)):
            content = register_pdf(event)
    except RenderingUnavailable:
        messages.error(
            request, _("This computer cannot make PDF files. Tell whoever runs the server.")
        )
        return redirect("organizer:diploma_register", event.slug)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{event.slug}-register-{language}.pdf"
    response["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return response


@organizer_page(Right.DIPLOMAS)
def diploma_register_xlsx(
    request: OrganizerRequest, event: Event, language: str
) -> HttpResponseBase:
    with translation.override(_known(language)):
        return answer_with(diplomas(event), "xlsx", event=event.slug)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    return language

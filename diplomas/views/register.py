"""The register of an event's diplomas: as a page and as a file for a spreadsheet program."""

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language

from diplomas.files_board import OFFICIAL
from diplomas.lists import diplomas
from diplomas.record import LANGUAGES
from diplomas.register import register_of
from events.access import OrganizerRequest, Right, organizer_page
from events.forms import SearchForm
from events.models import Event
from events.spreadsheets.writing import answer_with

A_PAGE: Final = 50


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
def diploma_register_xlsx(
    request: OrganizerRequest, event: Event, language: str
) -> HttpResponseBase:
    with translation.override(_known(language)):
        return answer_with(diplomas(event), "xlsx", event=event.slug)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    return language

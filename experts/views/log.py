from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render

from events.access import OrganizerRequest, Right, organizer_page
from events.models import Event
from experts.forms import LogSearch
from experts.pages.log import log_of

A_PAGE = 50


@organizer_page(Right.MEMBERS, place="log")
def log(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Every act on the event, the newest first; searched by what is said and who is named."""
    search = LogSearch(request.GET)
    lines = log_of(event, search.sought)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "search": search, "found": len(lines)}
    return render(request, "experts/organizer/log.html", context)

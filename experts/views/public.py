from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events.access import public_event
from experts.reports import programme


@gzip_page
@require_safe
def event(request: HttpRequest, event: str) -> HttpResponse:
    """The day for guests: what is published of the programme, the projects and the panel."""
    found = public_event(event)
    context = {"event": found, "day": programme(found)}
    return render(request, "experts/public/event.html", context)

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.access import public_event
from experts.reports import programme


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The day for guests: what is published of the programme, the projects and the panel."""
    event = public_event(slug)
    context = {"event": event, "day": programme(event)}
    return render(request, "experts/public/event.html", context)

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from events.access import public_page
from events.models import Event
from projects.reports import project_page


@gzip_page
@public_page
def project(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """One project, its team and its evidence; 404 until the teams are published."""
    if not event.shows(Event.Publishable.TEAMS):
        raise Http404
    context = {"event": event, "page": project_page(event, number)}
    return render(request, "projects/public/project.html", context)

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from defense.site.programme import description_of, programme
from events.access import public_page
from events.models import Event


@gzip_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The events that guests may know of; a single one is the whole site."""
    events = list(Event.objects.public())
    if len(events) == 1:
        return redirect("public:event", events[0].slug)
    return render(request, "defense/public/home.html", {"events": events})


@gzip_page
@public_page
def event(request: HttpRequest, event: Event) -> HttpResponse:
    """The day for guests: what is published of the programme, the projects and the panel."""
    context = {"event": event, "day": programme(event), "description": description_of(event)}
    return render(request, "defense/public/event.html", context)

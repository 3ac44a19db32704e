from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from events.access import public_page
from events.models import Event
from experts.pages.public_results import public_results
from experts.reports.published import Sealed, sealed_of

Thing = Event.Publishable


@gzip_page
@public_page
def results(request: HttpRequest, event: Event) -> HttpResponse:
    """Places and awards, as far as they are published; 404 before."""
    sealed = _shown(event, Thing.RESULTS, Thing.AWARDS)
    context = {"event": event, "page": public_results(event, sealed)}
    return render(request, "experts/public/results.html", context)


@gzip_page
@public_page
def result_data(request: HttpRequest, event: Event) -> HttpResponse:
    """The result bundle, for whoever works the result out anew."""
    sealed = _shown(event, Thing.EVIDENCE)
    response = HttpResponse(sealed.bundle(event), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="result-{event.slug}.json"'
    return response


def _shown(event: Event, *things: Event.Publishable) -> Sealed:
    """Raises Http404 unless one of these is public."""
    sealed = sealed_of(event) if any(event.shows(thing) for thing in things) else None
    if sealed is None:
        raise Http404
    return sealed

from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.access import OrganizerRequest, Right, organizer_page
from events.models import Event
from experts.pages.methods import methods_page
from experts.reports import Grid
from experts.reports.methods import comparison

MOST_DIGITS = 19  # of a row's number


@organizer_page(Right.RESULTS, place="results")
def methods(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All methods side by side; `without` tries the rule without the expert of a seat, and changes nothing."""
    context = {"page": methods_page(comparison(Grid(event), without=_seat(request)))}
    return render(request, "experts/organizer/methods.html", context)


def _seat(request: OrganizerRequest) -> int | None:
    said = request.GET.get("without", "")
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else None

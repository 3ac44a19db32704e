from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.access import OrganizerRequest, Right, organizer_page
from events.models import Event
from experts.pages.methods import methods_page
from experts.reports import Grid
from experts.reports.methods import comparison


@organizer_page(Right.RESULTS, place="results")
def methods(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All methods side by side; `without` tries the rule without the expert of a seat, and changes nothing."""
    without = next((int(each) for each in request.GET.getlist("without") if each.isdecimal()), None)
    context = {"page": methods_page(comparison(Grid(event), without=without))}
    return render(request, "experts/organizer/methods.html", context)

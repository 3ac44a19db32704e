from django.http.response import HttpResponseBase
from django.shortcuts import render

from events.access import OrganizerRequest, Right, organizer_page
from events.models import Event
from experts.pages.methods import methods_page
from experts.pages.rule_changes import answered_rules
from experts.reports import Grid
from experts.reports.methods import comparison

MOST_DIGITS = 19  # of a row's number


@organizer_page(Right.RESULTS, place="results")
def methods(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All methods side by side; `without` tries the rule without an expert, `undo` without a recusal, and nothing changes."""
    found = comparison(Grid(event), without=_number(request, "without"), undo=_pair(request))
    context = {"page": methods_page(found), "rules": answered_rules(event)}
    return render(request, "experts/organizer/methods.html", context)


def _pair(request: OrganizerRequest) -> tuple[int, int] | None:
    """Seat and team, if both are said."""
    seat, team = _number(request, "undo"), _number(request, "team")
    return None if seat is None or team is None else (seat, team)


def _number(request: OrganizerRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else None

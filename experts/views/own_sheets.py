from http import HTTPStatus

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.access import PassRequest, expert_required
from experts.access import refusal_of_card, seats_of
from experts.pages.own_sheets import own_sheets_page
from experts.pages.tablet import refused_page


@never_cache
@expert_required
@require_safe
def own_sheets(request: PassRequest) -> HttpResponseBase:
    """All that this expert gave, side by side."""
    person = request.held.person
    if error := refusal_of_card(request.held):
        context = {"page": refused_page(person, error), "event": person.event}
        status = HTTPStatus.FORBIDDEN
        return render(request, "experts/expert/refused.html", context, status=status)
    page = own_sheets_page(person, list(seats_of(request.held).scoring().order_by("panel__room")))
    context = {"page": page, "event": person.event}
    return render(request, "experts/expert/own_sheets.html", context)

from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.access import PassRequest, expert_required
from experts.access import refusal_of_card, seats_of
from experts.pages.own_sheets import own_sheets_page
from experts.views.tablet_pages import refused, tablet_page


@never_cache
@expert_required
@require_safe
def own_sheets(request: PassRequest) -> HttpResponseBase:
    """All that this expert gave, side by side."""
    person = request.held.person
    if error := refusal_of_card(request.held):
        return refused(request, error)
    page = own_sheets_page(person, list(seats_of(request.held).scoring().order_by("panel__room")))
    return tablet_page(request, "own_sheets", page)

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from experts.access import seats_of
from experts.models import SecondLook
from experts.pages.own_sheets import own_sheets_page
from experts.services.second_looks import keep_sheet
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@never_cache
@expert_required
@require_safe
@of_this_mode
def own_sheets(request: PassRequest) -> HttpResponseBase:
    """All that this expert gave, side by side."""
    person = request.held.person
    page = own_sheets_page(person, list(seats_of(request.held).scoring().order_by("panel__room")))
    return tablet_page(request, "own_sheets", page)


@never_cache
@expert_required
@require_POST
@of_this_mode
def look_keep(request: PassRequest, look_id: int) -> HttpResponseBase:
    """Looked at again, and it stays."""
    seats, event = list(seats_of(request.held).scoring()), request.held.person.event
    looks = SecondLook.objects.of_event(event)
    get_object_or_404(looks, pk=look_id, sheet__seat__in=seats)
    try:
        keep_sheet(event, look_id, seats=seats, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal, status=refusal.status)
    messages.success(request, _("Kept: the sheet stays as it is."))
    return redirect("expert:home")

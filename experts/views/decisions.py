"""The chair decides on ties from the tablet, and the deputy where the chair is concerned."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.refused_forms import drawn_again
from experts.access import refusal_of_card, seats_in_order
from experts.errors import NotYoursToDecide
from experts.forms import DecideInterestForm
from experts.models import Interest, Seat
from experts.pages.decisions import deciding_seats, decisions_page, form_of
from experts.services.deciding import decide_from_seat
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@never_cache
@expert_required
@require_safe
@of_this_mode
def decisions(request: PassRequest) -> HttpResponseBase:
    """Open ties with their forms, and those that were decided."""
    return _render(request)


@never_cache
@expert_required
@require_POST
def decide(request: PassRequest, interest_id: int) -> HttpResponseBase:
    """One open tie of the own panel, with a reason."""
    ties = Interest.objects.filter(
        seat__panel__seat__in=seats_in_order(request.held)
    ).select_related("seat")
    interest = get_object_or_404(ties.distinct(), pk=interest_id)
    if error := refusal_of_card(request.held):
        return refused(request, error)
    seat = _seat_of(request, interest)
    if seat is None:
        return refused(request, NotYoursToDecide())
    form = form_of(interest_id, request.POST)
    try:
        if form.is_valid():
            _decide(interest_id, seat, form)
    except NotYoursToDecide as refusal:
        return refused(request, refusal)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    if not form.is_valid():
        answered = (interest_id, form)
        return drawn_again(request, form, lambda: _render(request, answered))
    messages.success(request, _("Decided."))
    return redirect("expert:decisions")


def _seat_of(request: PassRequest, interest: Interest) -> Seat | None:
    """The seat in the tie's own room from which this person decides."""
    deciding = deciding_seats(seats_in_order(request.held))
    return next((each for each in deciding if each.panel_id == interest.seat.panel_id), None)


def _decide(interest_id: int, seat: Seat, form: DecideInterestForm) -> None:
    outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    decide_from_seat(
        interest_id, seat_id=seat.pk, outcome=outcome, reason=reason, at=timezone.now()
    )


def _render(
    request: PassRequest,
    answered: tuple[int, DecideInterestForm] | None = None,
) -> HttpResponse:
    person = request.held.person
    page = decisions_page(person, seats_in_order(request.held), answered)
    return tablet_page(request, "decisions", page)

"""The chair reads and seals the protocol on the own tablet, steps back from it, and answers the teams' questions."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import DEVICE_COOKIE, PassRequest, expert_required
from events.errors import DomainError
from events.forms import of_row
from events.models import Event
from events.models.passes import hash_of
from experts.access import refusal_of_card
from experts.errors import NotYoursToSeal
from experts.forms import AnswerForm, SealForm
from experts.models import Query, QueryWindow, Seat
from experts.pages.protocol import (
    hidden_from,
    sealing_seat,
    standing,
    tablet_page_of,
    versions_of,
)
from experts.pages.tablet import Holder
from experts.reports.grid import Grid
from experts.services.queries import answer_query
from experts.services.sealing import Signer, seal_protocol, withdraw_protocol
from experts.tasks import print_sealed
from experts.views.protocol import NOTHING, Answers, forms_of
from experts.views.tablet_pages import refused, tablet_page

Act = Callable[[Event, Seat], object]


@never_cache
@expert_required
@require_safe
def protocol(request: PassRequest) -> HttpResponseBase:
    """The version that waits for its seals, and whose are missing; read by chair and deputy."""
    if error := refusal_of_card(request.held):
        return refused(request, error)
    return _render(request)


@never_cache
@expert_required
@require_POST
def protocol_seal(request: PassRequest) -> HttpResponseBase:
    if error := refusal_of_card(request.held):
        return refused(request, error)
    form = SealForm(request.POST)
    if not form.is_valid():
        return _render(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    device, sha256 = hash_of(request.COOKIES.get(DEVICE_COOKIE, "")), form.cleaned_data["sha256"]
    return _done(
        request,
        lambda event, seat: print_sealed(
            seal_protocol(event.pk, sha256, signer=Signer(seat, device), at=timezone.now())
        ),
        _("Sealed by you."),
    )


@never_cache
@expert_required
@require_POST
def protocol_withdraw(request: PassRequest) -> HttpResponseBase:
    if error := refusal_of_card(request.held):
        return refused(request, error)
    sha256, reason = request.POST.get("sha256", ""), request.POST.get("reason", "")
    return _done(
        request,
        lambda event, seat: withdraw_protocol(
            event.pk, sha256, reason=reason, actor=seat, at=timezone.now()
        ),
        _("Withdrawn. The next version says that it replaces this one."),
    )


@never_cache
@expert_required
@require_POST
def query_answer(request: PassRequest, query_id: int) -> HttpResponseBase:
    if error := refusal_of_card(request.held):
        return refused(request, error)
    event = request.held.person.event
    hidden = hidden_from(request.held.person_id, Grid(event), standing(versions_of(event)))
    queries = Query.objects.filter(window__in=QueryWindow.objects.of_event(event))
    get_object_or_404(queries.exclude(project__number__in=hidden), pk=query_id)
    form = of_row(AnswerForm, query_id, request.POST)
    sent = {query_id: form}
    if not form.is_valid():
        return _render(request, answers=sent, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    text = form.cleaned_data["text"]
    return _done(
        request,
        lambda event, seat: answer_query(event, query_id, text=text, actor=seat, at=timezone.now()),
        _("Answered."),
        answers=sent,
    )


def _done(
    request: PassRequest, act: Act, said: str, *, answers: Answers = NOTHING
) -> HttpResponseBase:
    """The card was asked first: what is shown again must not be another mode's."""
    event = request.held.person.event
    grid = Grid(event)
    own = grid.seats_of(request.held.person_id)
    seat = sealing_seat(grid, own, standing(versions_of(event)))
    if seat is None:
        return refused(request, NotYoursToSeal())
    try:
        act(event, seat)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _render(request, answers=answers, status=refusal.status)
    messages.success(request, said)
    return redirect("expert:protocol")


def _render(
    request: PassRequest,
    form: SealForm | None = None,
    *,
    answers: Answers = NOTHING,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    person = request.held.person
    grid = Grid(person.event)
    seats = grid.seats_of(person.pk)
    leading = [each for each in seats if each.role in (Seat.Role.CHAIR, Seat.Role.DEPUTY)]
    if not leading:
        return refused(request, NotYoursToSeal())
    holder = Holder.of(person, leading[0])
    page = tablet_page_of(grid, leading, holder, person.pk, timezone.now())
    return tablet_page(request, "protocol", page, status=status, **forms_of(page, form, answers))

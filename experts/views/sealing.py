"""The chair reads and seals the protocol on the own tablet, steps back from it, and answers the teams' questions."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
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
from events.refused_forms import drawn_again
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
from experts.views.protocol import NOTHING, Sent, forms_of, step_back_form
from experts.views.tablet_pages import of_this_mode, refused, tablet_page

Act = Callable[[Event, Seat], object]


@never_cache
@expert_required
@require_safe
@of_this_mode
def protocol(request: PassRequest) -> HttpResponseBase:
    """The version that waits for its seals, and whose are missing; read by chair and deputy."""
    return _render(request)


@never_cache
@expert_required
@require_POST
@of_this_mode
def protocol_seal(request: PassRequest) -> HttpResponseBase:
    form = SealForm(request.POST)
    if not form.is_valid():
        sent = Sent(seal=form)
        return drawn_again(request, form, lambda: _render(request, sent))
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
@of_this_mode
def protocol_withdraw(request: PassRequest) -> HttpResponseBase:
    form = step_back_form(request.POST)
    return _written(
        request,
        form,
        lambda event, seat: withdraw_protocol(
            event.pk, **form.cleaned_data, actor=seat, at=timezone.now()
        ),
        _("Withdrawn. The next version says that it replaces this one."),
        Sent(back=form),
    )


@never_cache
@expert_required
@require_POST
@of_this_mode
def query_answer(request: PassRequest, query_id: int) -> HttpResponseBase:
    event = request.held.person.event
    hidden = hidden_from(request.held.person_id, Grid(event), standing(versions_of(event)))
    queries = Query.objects.filter(window__in=QueryWindow.objects.of_event(event))
    get_object_or_404(queries.exclude(project__number__in=hidden), pk=query_id)
    form = of_row(AnswerForm, query_id, request.POST)
    return _written(
        request,
        form,
        lambda event, seat: answer_query(
            event, query_id, **form.cleaned_data, actor=seat, at=timezone.now()
        ),
        _("Answered."),
        Sent(answers={query_id: form}),
    )


def _done(request: PassRequest, act: Act, said: str) -> HttpResponseBase:
    """The card was asked first: what is shown again must not be another mode's."""
    seat = _seat(request)
    if seat is None:
        return refused(request, NotYoursToSeal())
    try:
        act(request.held.person.event, seat)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _render(request, status=refusal.status)
    messages.success(request, said)
    return redirect("expert:protocol")


def _written(
    request: PassRequest, form: forms.Form, act: Act, done: str, sent: Sent
) -> HttpResponseBase:
    """The same of an act with words: where it is refused, its form stands there again with them."""
    seat, status = _seat(request), int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if seat is None:
        return refused(request, NotYoursToSeal())
    if form.is_valid():
        try:
            act(request.held.person.event, seat)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, sent), status=status)
    messages.success(request, done)
    return redirect("expert:protocol")


def _seat(request: PassRequest) -> Seat | None:
    """From which this person seals the version that stands."""
    event = request.held.person.event
    grid = Grid(event)
    return sealing_seat(grid, grid.seats_of(request.held.person_id), standing(versions_of(event)))


def _render(
    request: PassRequest, sent: Sent = NOTHING, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    person = request.held.person
    grid = Grid(person.event)
    seats = grid.seats_of(person.pk)
    leading = [each for each in seats if each.role in (Seat.Role.CHAIR, Seat.Role.DEPUTY)]
    if not leading:
        return refused(request, NotYoursToSeal())
    holder = Holder.of(person, leading[0])
    page = tablet_page_of(grid, leading, holder, person.pk, timezone.now())
    return tablet_page(request, "protocol", page, status=status, **forms_of(page, sent))

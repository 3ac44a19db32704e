"""The sample that every expert scores before the first defense."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.models import Criterion
from experts.access import seats_of
from experts.models import Seat
from experts.operations import points_given, posted_points
from experts.pages.warm_up import warm_up_page
from experts.reports.cells import criteria_of
from experts.services.warming_up import is_warm_up_open, save_warm_up
from experts.views.tablet_pages import of_this_mode, tablet_page


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_mode
def warm_up(request: PassRequest) -> HttpResponseBase:
    """Save what was given to the sample, and show how far apart the panel is."""
    person = request.held.person
    seat = seats_of(request.held).scoring().order_by("panel__room").first()
    criteria = list(criteria_of(person.event_id))
    if request.method != "POST" or seat is None:
        return _render(request, seat, criteria)
    try:
        _save(request, seat, criteria)
    except DomainError as refusal:
        return _render(request, seat, criteria, refusal=refusal)
    return redirect("expert:warm_up")


def _save(request: PassRequest, seat: Seat, criteria: list[Criterion]) -> None:
    points = points_given(posted_points(request.POST), criteria)
    op_id = _op_id(request.POST.get("op_id", ""))
    save_warm_up(seat.pk, op_id=op_id, points=points, criteria=criteria, at=timezone.now())


def _op_id(text: str) -> UUID:
    """A form without an id of its own is a save of its own."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _render(
    request: PassRequest,
    seat: Seat | None,
    criteria: list[Criterion],
    *,
    refusal: DomainError | None = None,
) -> HttpResponse:
    person = request.held.person
    page = warm_up_page(
        person,
        seat,
        criteria,
        is_open=seat is not None and is_warm_up_open(seat, person.event),
        posted=posted_points(request.POST) if refusal else None,
        refusal=str(refusal or ""),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return tablet_page(request, "warm_up", page, status=status)

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.models import Criterion
from experts.access import Assigned, assignment, refusal_of_card, seats_of
from experts.errors import ExpertIsRecused, SheetNotFound
from experts.forms import ScoreSheetForm
from experts.models import Seat
from experts.pages.score_sheet import Refusal, ScoreSheetPage, score_sheet_page
from experts.pages.tablet import home_page, recused_page, refused_page
from experts.services.score_sheets import save_sheet


@never_cache
@expert_required
@require_safe
def home(request: PassRequest) -> HttpResponseBase:
    """The teams of this expert's room, with what is still to be scored."""
    if error := refusal_of_card(request.held):
        return _refused(request, error, status=HTTPStatus.FORBIDDEN)
    person = request.held.person
    seats = list(seats_of(request.held).scoring().order_by("panel__room"))
    page = home_page(person.event, person, seats)
    return render(request, "experts/expert/home.html", {"page": page, "event": person.event})


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
def score_sheet(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """One team's sheet: a page of buttons, and a plain form for a tablet without JavaScript."""
    try:
        found = assignment(request.held, defense_id)
    except SheetNotFound as error:
        return _refused(request, error, status=error.status)
    if isinstance(found.refusal, ExpertIsRecused):
        is_post = request.method == "POST"
        return _recused(request, found, status=found.refusal.status if is_post else HTTPStatus.OK)
    if found.refusal:
        return _refused(request, found.refusal, status=HTTPStatus.FORBIDDEN)
    if request.method == "POST":
        return _save(request, found)
    return _render(request, found, score_sheet_page(found, _criteria(found.seat)))


def _save(request: PassRequest, found: Assigned) -> HttpResponse:
    criteria = _criteria(found.seat)
    form = ScoreSheetForm(criteria, request.POST)
    try:
        save_sheet(
            found.assignment, operation=form.operation(), held=request.held, at=timezone.now()
        )
    except ExpertIsRecused as error:
        return _recused(request, found, status=error.status)
    except DomainError as error:
        page = score_sheet_page(found, criteria, Refusal(form, error))
        return _render(request, found, page, status=error.status)
    return redirect("expert:score_sheet", found.assignment.defense)


def _criteria(seat: Seat) -> list[Criterion]:
    rubric = Criterion.objects.filter(rubric__event=seat.panel.room.event_id)
    return list(rubric.select_related("rubric").order_by("order"))


def _render(
    request: PassRequest, found: Assigned, page: ScoreSheetPage, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"page": page, "event": found.seat.panel.room.event}
    return render(request, "experts/expert/score_sheet.html", context, status=status)


def _recused(request: PassRequest, found: Assigned, *, status: int) -> HttpResponse:
    context = {"page": recused_page(found), "event": found.seat.panel.room.event}
    return render(request, "experts/expert/recused.html", context, status=status)


def _refused(request: PassRequest, error: DomainError, *, status: int) -> HttpResponse:
    person = request.held.person
    context = {"page": refused_page(person, error), "event": person.event}
    return render(request, "experts/expert/refused.html", context, status=status)

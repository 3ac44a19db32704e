from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from ninja.utils import check_csrf

from events.access import (
    PassRequest,
    expert_required,
    kept_by_nobody,
    pass_required,
    standing_here,
    to_the_card,
)
from events.errors import DomainError, PassNotFound
from events.models import Criterion, Pass
from experts.access import Assigned, assignment, seats_of
from experts.errors import ExpertIsRecused, SheetNotFound, SignedOut, TokenRefused, Undeclared
from experts.models import Seat
from experts.operations import OperationIn
from experts.pages.refusal import Refusal
from experts.pages.score_sheet import score_sheet_page
from experts.pages.tablet import home_page, not_saved_page, recused_page
from experts.reports.cells import criteria_of
from experts.services.score_sheets import save_sheet
from experts.services.second_looks import ask_when_all_are_in
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@never_cache
@expert_required
@require_safe
@of_this_mode
def home(request: PassRequest) -> HttpResponseBase:
    """The teams of this expert's room, with what is still to be scored."""
    person = request.held.person
    seats = list(seats_of(request.held).scoring().order_by("panel__room"))
    return tablet_page(request, "home", home_page(person.event, person, seats))


def _signed_out(request: HttpRequest) -> HttpResponseBase:
    """A card that is not known sees nothing of a sheet, and is told what became of the one it posted."""
    if request.method != "POST":
        return to_the_card(request, Pass.Kind.EXPERT)
    error = SignedOut(standing_here(request).sentence)
    page = not_saved_page(None, error)
    answer = render(request, "experts/expert/refused.html", {"page": page}, status=error.status)
    return kept_by_nobody(answer)


@csrf_exempt  # the token is asked for by _save, which shows what was given once more
@never_cache
@pass_required(Pass.Kind.EXPERT, or_else=_signed_out)
@require_http_methods(["GET", "HEAD", "POST"])
def score_sheet(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """One team's sheet: a page of buttons, and a plain form for a tablet without JavaScript."""
    if request.method == "POST":
        return _save(request, defense_id)
    try:
        found = assignment(request.held, defense_id)
    except SheetNotFound as error:
        return refused(request, error, status=error.status)
    if isinstance(found.refusal, ExpertIsRecused):
        return tablet_page(request, "recused", recused_page(found))
    if isinstance(found.refusal, Undeclared):
        return redirect("expert:declaration")
    if found.refusal:
        return refused(request, found.refusal)
    page = score_sheet_page(
        found, _criteria(found.seat), at=timezone.now(), is_change_asked="change" in request.GET
    )
    return tablet_page(request, "score_sheet", page)


def _save(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """Save the form, or answer with all that this card may be shown, and why it was not saved."""
    forbidden = check_csrf(request)
    if forbidden and _is_from_elsewhere(request):
        return forbidden
    try:
        found = assignment(request.held, defense_id)
    except SheetNotFound as error:
        return _unseen(request, error, status=error.status)
    try:
        if forbidden:
            raise TokenRefused
        operation = OperationIn.posted(request.POST).operation()
        save_sheet(found.assignment, operation=operation, held=request.held, at=timezone.now())
    except (PassNotFound, SheetNotFound) as error:
        return _unseen(request, error, status=error.status)
    except DomainError as error:
        return _not_saved(request, found, error)
    ask_when_all_are_in(request.held.person.event_id, at=timezone.now())
    return redirect("expert:score_sheet", defense_id)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Another site's words are not put into our form."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _unseen(request: PassRequest, error: DomainError, *, status: int) -> HttpResponse:
    """Card or seat are gone: nothing of the sheet is shown, only what became of the form."""
    person = None if isinstance(error, PassNotFound) else request.held.person
    return tablet_page(request, "refused", not_saved_page(person, error), status=status)


def _not_saved(request: PassRequest, found: Assigned, error: DomainError) -> HttpResponse:
    for refusal in (found.refusal, error):
        if isinstance(refusal, ExpertIsRecused):
            recused = recused_page(found, refusal)
            return tablet_page(request, "recused", recused, status=refusal.status)
    posted = Refusal(request.POST, error)
    page = score_sheet_page(found, _criteria(found.seat), posted, at=timezone.now())
    return tablet_page(request, "score_sheet", page, status=error.status)


def _criteria(seat: Seat) -> list[Criterion]:
    return list(criteria_of(seat.panel.room.event_id).select_related("rubric"))

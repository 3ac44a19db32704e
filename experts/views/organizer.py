from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import OrganizerRequest, event_of_organizer, organizer_required
from events.errors import DomainError
from events.models import Event
from events.shell import organizer_shell
from experts.forms import DecideInterestForm, ReopenScoringForm
from experts.pages.results import results_page
from experts.reports import (
    InterestLine,
    PanelBoard,
    panel_board,
    scoring_progress,
    standings,
)
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.interests import decide_interest


@organizer_required
@require_safe
def panel(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """The seats in their order, and every interest with what was decided about it."""
    found = event_of_organizer(request, event)
    return _render_panel(request, found, panel_board(found))


@organizer_required
@require_POST
def interest_decide(request: OrganizerRequest, event: str, interest_id: int) -> HttpResponseBase:
    """Decide an interest, and those that stand on the same line of the board when asked to."""
    found = event_of_organizer(request, event)
    board = panel_board(found)
    line = _line_of(board, interest_id)
    form = DecideInterestForm(request.POST, ids=line.ids, prefix=_prefix(line))
    if form.is_valid():
        try:
            _decide_all(request, line, form)
        except DomainError as error:
            form.add_error(None, str(error))
    if not form.is_valid():
        return _render_panel(request, found, board, answered=(line, form), status=422)
    messages.success(request, _("Decided: %(expert)s.") % {"expert": line.expert})
    return redirect("organizer:panel", found.slug)


@transaction.atomic
def _decide_all(request: OrganizerRequest, line: InterestLine, form: DecideInterestForm) -> None:
    for number in sorted({*form.cleaned_data["alike"], line.id}):
        decide_interest(
            number,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=timezone.now(),
        )


@dataclass(frozen=True)
class Question:
    """A line of the board with the form that decides it."""

    line: InterestLine
    form: DecideInterestForm


Answered = tuple[InterestLine, DecideInterestForm]


def _render_panel(
    request: OrganizerRequest,
    event: Event,
    board: PanelBoard,
    *,
    answered: Answered | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **organizer_shell(request, event, "panel"),
        "board": board,
        "to_confirm": _questions(board.to_confirm, answered),
        "candidates": _questions(board.candidates, answered),
        "decided": _questions(board.decided, answered),
    }
    return render(request, "experts/organizer/panel.html", context, status=status)


def _questions(lines: Iterable[InterestLine], answered: Answered | None) -> list[Question]:
    return [
        Question(line, answered[1] if answered and answered[0] == line else _unanswered(line))
        for line in lines
    ]


def _unanswered(line: InterestLine) -> DecideInterestForm:
    initial = {"outcome": line.outcome or None, "alike": line.ids}
    return DecideInterestForm(ids=line.ids, prefix=_prefix(line), initial=initial)


def _prefix(line: InterestLine) -> str:
    return f"interest-{line.id}"


def _line_of(board: PanelBoard, interest_id: int) -> InterestLine:
    for line in (*board.to_confirm, *board.candidates, *board.decided):
        if line.id == interest_id:
            return line
    raise Http404


@organizer_required
@require_safe
def scoring(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """How far the sheets are, and the common lock."""
    found = event_of_organizer(request, event)
    return _render_scoring(request, found, ReopenScoringForm())


@organizer_required
@require_POST
def scoring_close(request: OrganizerRequest, event: str) -> HttpResponseBase:
    found = event_of_organizer(request, event)
    close_scoring(found.pk, actor=request.user, at=timezone.now())
    messages.success(request, _("Scoring is closed. No sheet can be changed any more."))
    return redirect("organizer:scoring", found.slug)


@organizer_required
@require_POST
def scoring_reopen(request: OrganizerRequest, event: str) -> HttpResponseBase:
    found = event_of_organizer(request, event)
    form = ReopenScoringForm(request.POST)
    if not form.is_valid():
        return _render_scoring(request, found, form, status=422)
    reason = form.cleaned_data["reason"]
    reopen_scoring(found.pk, reason=reason, actor=request.user, at=timezone.now())
    messages.success(request, _("Scoring is open again."))
    return redirect("organizer:scoring", found.slug)


def _render_scoring(
    request: OrganizerRequest, event: Event, form: ReopenScoringForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **organizer_shell(request, event, "scoring"),
        "progress": scoring_progress(event),
        "reopen_form": form,
    }
    return render(request, "experts/organizer/scoring.html", context, status=status)


@organizer_required
@require_safe
def results(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """Places by the event's rule, with the other method beside them."""
    found = event_of_organizer(request, event)
    page = results_page(found, standings(found))
    context = {**organizer_shell(request, found, "results"), "page": page}
    return render(request, "experts/organizer/results.html", context)


@never_cache
@organizer_required
@require_safe
def results_data(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """The same standings as data, unrounded, for whoever checks or archives them."""
    return JsonResponse(asdict(standings(event_of_organizer(request, event))))

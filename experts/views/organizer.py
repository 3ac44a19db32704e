from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Context, Decimal
from fractions import Fraction

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import asks_first
from events.entry_forms import packed, unpacked
from events.errors import DomainError
from events.forms import SearchForm, redrawn_with
from events.models import Event
from events.refused_forms import drawn_again
from events.revisions import in_list
from experts.forms import DecideInterestForm, ReopenScoringForm
from experts.pages.closing import closing_question
from experts.pages.interests_matrix import interests_matrix as matrix_of
from experts.pages.results import results_page
from experts.pages.scoring import scoring_page
from experts.reports import (
    Grid,
    InterestLine,
    PanelBoard,
    decided,
    panel_board,
    progress_version,
    scoring_progress,
)
from experts.reports.after_close import changes_after_close
from experts.reports.paper import waiting_papers
from experts.reports.results import firmness_of
from experts.reports.second_looks import looks_told
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.interests import decide_interest
from experts.services.second_looks import ask_to_look_again


@organizer_page(Right.PANEL, place="panel")
def panel(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The seats in their order, and every interest with what was decided about it."""
    return _render_panel(request, panel_board(event))


@organizer_page(Right.PANEL, place="panel")
def interests_matrix(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Every expert before every team, to be printed on a sheet."""
    context = {"event": event, "matrix": matrix_of(event)}
    return render(request, "experts/organizer/interests_matrix.html", context)


@organizer_act(Right.PANEL, place="panel")
def interest_decide(request: OrganizerRequest, event: Event, interest_id: int) -> HttpResponseBase:
    """Decide an interest, and those that stand on the same line of the board when asked to."""
    board = panel_board(event)
    line = _line_of(board, interest_id)
    form = DecideInterestForm(request.POST, ties=_ties(line), prefix=_prefix(interest_id))
    if form.is_valid():
        try:
            _decide_all(request, line, form)
        except DomainError as error:
            form.add_error(None, str(error))
            redrawn_with(form, "seen", packed(line.decisions))
    if not form.is_valid():
        answered = (line, form)
        return drawn_again(request, form, lambda: _render_panel(request, board, answered=answered))
    said = _("Decided: %(expert)s. It can be decided anew below.") % {"expert": line.expert}
    messages.success(request, said)
    return redirect("organizer:panel", event.slug)


@transaction.atomic
def _decide_all(request: OrganizerRequest, line: InterestLine, form: DecideInterestForm) -> None:
    at, seen = timezone.now(), unpacked(form.cleaned_data["seen"])
    for number in sorted(form.cleaned_data["alike"] or line.ids):
        decide_interest(
            number,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=at,
            seen=seen.get(str(number)),
        )


@dataclass(frozen=True)
class Question:
    """A line of the board with the form that decides it."""

    line: InterestLine
    form: DecideInterestForm


Answered = tuple[InterestLine, DecideInterestForm]


def _render_panel(
    request: OrganizerRequest,
    board: PanelBoard,
    *,
    answered: Answered | None = None,
) -> HttpResponse:
    search = SearchForm(request.GET)
    shown = board.found(search.sought)
    context = {
        "board": board,
        "search": search,
        "seats": in_list(shown.seats, lambda seat: seat.key),
        "to_confirm": _questions(shown.to_confirm, answered),
        "candidates": _questions(shown.candidates, answered),
        "decided": _questions(shown.decided, answered),
    }
    return render(request, "experts/organizer/panel.html", context)


def _questions(lines: Iterable[InterestLine], answered: Answered | None) -> list[Question]:
    return [
        Question(line, answered[1] if answered and answered[0] == line else _unanswered(line))
        for line in lines
    ]


def _unanswered(line: InterestLine) -> DecideInterestForm:
    """Whose name it is, is asked tie by tie: nothing is ticked ahead."""
    is_ticked = len(line.ids) == 1 or not (line.is_of_role and line.is_undecided)
    initial = {
        "outcome": line.outcome or None,
        "alike": line.ids if is_ticked else (),
        "seen": packed(line.decisions),
    }
    return DecideInterestForm(ties=_ties(line), prefix=_prefix(line.id), initial=initial)


def _ties(line: InterestLine) -> list[tuple[int, str]]:
    words = _("team %(number)s: %(kind)s")
    return [
        (each, words % {"number": number, "kind": kind})
        for each, number, kind in (*line.ties, *line.beside)
    ]


def _prefix(interest_id: int) -> str:
    return f"interest-{interest_id}"


def _line_of(board: PanelBoard, interest_id: int) -> InterestLine:
    lines = (*board.to_confirm, *board.candidates, *board.decided)
    found = next((line for line in lines if interest_id in line.ids), None)
    if found is None:
        raise Http404
    return found


@organizer_page(Right.SCORING, place="scoring")
def scoring(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """How far the sheets are, and the common lock."""
    return _render_scoring(request, event, ReopenScoringForm())


@organizer_page(Right.SCORING)
def scoring_part(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The part of the page that changes during the day, with its version: 304 while it is the same.

    The version is read before the state, so that no version ever stands for an older state.
    """
    at = timezone.now()
    tag = quote_etag(f"{progress_version(event, at)}-{request.membership.role}-{get_language()}")
    response = get_conditional_response(request, etag=tag)
    if response is None:
        context = {"page": scoring_page(event, at=at), "reopen_form": ReopenScoringForm()}
        response = render(request, "experts/organizer/_scoring_live.html", context)
    response["ETag"] = tag
    return response


@organizer_act(Right.SCORING, place="scoring")
def looks_ask(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Ask the experts to look again at what stands out; says nothing of whether anything does."""
    try:
        ask_to_look_again(event.pk, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The experts are asked, each on the own tablet."))
    return redirect("organizer:scoring", event.slug)


@organizer_act(Right.SCORING, place="scoring")
def scoring_close(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Close at once when every sheet is in, and ask first when some are missing or paper waits."""
    looks = looks_told(event)
    question = closing_question(event, scoring_progress(event), waiting_papers(event), looks)
    if asked := asks_first(request, question):
        return asked
    close_scoring(event.pk, actor=request.user, at=timezone.now())
    messages.success(
        request,
        _(
            "Scoring is closed. No sheet can be changed any more. It can be reopened here, with a reason."
        ),
    )
    return redirect("organizer:scoring", event.slug)


@organizer_act(Right.SCORING, place="scoring")
def scoring_reopen(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = ReopenScoringForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reopen_scoring(event.pk, reason=reason, actor=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error("reason", str(error))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render_scoring(request, event, form))
    messages.success(request, _("Scoring is open again."))
    return redirect("organizer:scoring", event.slug)


def _render_scoring(
    request: OrganizerRequest, event: Event, form: ReopenScoringForm
) -> HttpResponse:
    context = {"page": scoring_page(event, at=timezone.now()), "reopen_form": form}
    return render(request, "experts/organizer/scoring.html", context)


@organizer_page(Right.RESULTS, place="results")
def results(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Places by the event's rule, with the other method beside them."""
    grid = Grid(event)
    found = decided(grid)
    firm = firmness_of(grid, found.standings)
    page = results_page(event, found, changes_after_close(event), firm)
    context = {"page": page}
    return render(request, "experts/organizer/results.html", context)


class ExactFigures(DjangoJSONEncoder):
    """JSON has no fractions: 28 digits of them, rounded once."""

    def default(self, value: object) -> object:
        if isinstance(value, Fraction):
            return str(
                Context(prec=28).divide(Decimal(value.numerator), Decimal(value.denominator))
            )
        return super().default(value)


@organizer_page(Right.RESULTS)
def results_data(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The same places as data, unrounded, for whoever checks or archives them."""
    return JsonResponse(asdict(decided(Grid(event)).standings), encoder=ExactFigures)

"""The panel's questions: noted by the secretary, and by an expert's tablet without a script."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.access import (
    OrganizerRequest,
    PassRequest,
    Right,
    expert_required,
    organizer_act,
    organizer_page,
)
from events.asking import Question, asks_first
from events.errors import DomainError
from events.models import Event
from experts.access import Assigned, assignment, refusal_of_card
from experts.errors import ExpertIsRecused, NobodyByThisNumber, SheetNotFound
from experts.forms import NotedQuestionForm, QuestionForm
from experts.models import PanelQuestion, Seat
from experts.pages.questions import QuestionsPage, own_questions_page, questions_page
from experts.pages.tablet import recused_page
from experts.reports.questions import QuestionLine
from experts.services.questions import ask_from_tablet, note_question
from experts.views.tablet_pages import refused, tablet_page
from projects.models import Defense


@organizer_page(Right.SCORING, place="scoring")
def questions(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Everything that was asked, by team; `?team=3` fills in the team, `?change=` a question that stands."""
    page = questions_page(event)
    changed = _line(page, request.GET.get("change", ""))
    initial = _as_it_stands(changed) if changed else {"team": request.GET.get("team", "")}
    form = NotedQuestionForm(teams=page.choices, initial=initial)
    return _render(request, page, form, is_change=changed is not None)


@organizer_act(Right.SCORING, place="scoring")
def question_note(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A new question, or a change of one."""
    page = questions_page(event)
    form = NotedQuestionForm(request.POST, teams=page.choices)
    if form.is_valid():
        try:
            _note(request, event, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        is_change = request.POST.get("seen", "0") != "0"
        return _render(
            request, page, form, is_change=is_change, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    messages.success(request, _("Noted."))
    team = form.cleaned_data["team"]
    return redirect(f"{reverse('organizer:questions', args=[event.slug])}?team={team}")


@organizer_act(Right.SCORING, place="scoring")
def question_take_back(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Asks first: the question stands nowhere any more, and its versions stay on record."""
    page = questions_page(event)
    form = NotedQuestionForm(request.POST, teams=page.choices)
    if not form.is_valid():
        raise Http404
    team = f"{reverse('organizer:questions', args=[event.slug])}?team={form.cleaned_data['team']}"
    line = page.line(form.cleaned_data["question"])
    if line is None:
        taken = PanelQuestion.objects.of_event(event).current().filter(is_taken_back=True)
        get_object_or_404(taken, question=form.cleaned_data["question"])
        messages.success(request, _("Taken back."))
        return redirect(team)
    if asked := asks_first(request, _taking_back(event, line)):
        return asked
    try:
        _note(request, event, form, is_taken_back=True)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect(team)


def _taking_back(event: Event, line: QuestionLine) -> Question:
    said = {"name": line.name, "number": line.team, "text": line.text}
    return Question(
        asks=_("Take the question back?"),
        effects=[
            _("%(name)s to team %(number)s: “%(text)s”") % said,
            _("It will stand neither in the protocol nor on the team's own sheet."),
        ],
        undone=_("What it said stays in the database; it can be noted anew."),
        act=_("Take it back"),
        back=reverse("organizer:questions", args=[event.slug]),
    )


def _note(
    request: OrganizerRequest,
    event: Event,
    form: NotedQuestionForm,
    *,
    is_taken_back: bool = False,
) -> None:
    """Raises NobodyByThisNumber as well as what the service does."""
    team, number = form.cleaned_data["team"], form.cleaned_data["expert"]
    defenses = Defense.objects.of_event(event).select_related("project", "run_item")
    defense = defenses.get(project__number=team)
    seats = Seat.objects.filter(panel__room=defense.run_item.room_id, order=number)
    seat = seats.select_related("person").first()
    if seat is None:
        raise NobodyByThisNumber(number)
    said = form.said(is_taken_back=is_taken_back)
    note_question(event, said, seat=seat, defense=defense, actor=request.user, at=timezone.now())


def _line(page: QuestionsPage, written: str) -> QuestionLine | None:
    try:
        return page.line(UUID(written))
    except ValueError:
        return None


def _as_it_stands(line: QuestionLine) -> dict[str, Any]:
    versions = {"question": line.question, "seen": line.version}
    words = {"text": line.text, "answer": line.answer}
    return {**versions, **words, "team": line.team, "expert": line.place}


def _render(
    request: OrganizerRequest,
    page: QuestionsPage,
    form: NotedQuestionForm,
    *,
    is_change: bool,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"page": page, "form": form, "is_change": is_change}
    return render(request, "experts/organizer/questions.html", context, status=status)


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_questions(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """What this expert asked one team, each with a form, and a form for one more."""
    try:
        found = assignment(request.held, defense_id)
    except SheetNotFound as error:
        return refused(request, error, status=error.status)
    if isinstance(found.refusal, ExpertIsRecused):
        return tablet_page(request, "recused", recused_page(found), status=HTTPStatus.FORBIDDEN)
    if refusal := refusal_of_card(request.held):
        return refused(request, refusal)
    if request.method != "POST":
        return _own(request, found, None)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            _ask(request, form, defense_id)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return _own(request, found, form)
    messages.success(request, _("Noted."))
    return redirect("expert:questions", defense_id)


def _ask(request: PassRequest, form: QuestionForm, defense_id: int) -> None:
    said = form.said(is_taken_back="take_back" in request.POST)
    ask_from_tablet(said, defense_id=defense_id, held=request.held, at=timezone.now())


def _own(request: PassRequest, found: Assigned, posted: QuestionForm | None) -> HttpResponse:
    """What was refused stands in the form that brought it, and else in one of its own."""
    page = own_questions_page(found, request.held)
    came = str(posted["question"].value()) if posted else ""
    forms = [
        (line, posted if posted and came == str(line.question) else _form_of(line))
        for line in page.lines
    ]
    is_known = any(str(line.question) == came for line in page.lines)
    fresh = posted if posted and not is_known else QuestionForm(auto_id="new-%s")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return tablet_page(request, "questions", page, status=status, forms=forms, fresh=fresh)


def _form_of(line: QuestionLine) -> QuestionForm:
    said = {"question": line.question, "seen": line.version, "text": line.text}
    return QuestionForm(auto_id=f"{line.question}-%s", initial={**said, "answer": line.answer})

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import DomainError
from events.forms import NONE, of_each, of_row
from events.models import Event
from events.refused_forms import drawn_again
from events.texts import Text, told
from projects.draw_record import DrawRecord, draw_record
from projects.forms import DrawBackForm, DrawStepForm
from projects.models import DrawStep, QuizQuestion
from projects.services.draws import note_answer, take_step_back


@organizer_page(Right.DAY, place="run_of_show")
def draw(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The order of the defenses drawn aloud: what happened so far, and what happens now."""
    return _render(request, event, draw_record(event))


@organizer_page(Right.DAY, place="run_of_show")
def draw_print(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The record on paper, for the minutes."""
    record = draw_record(event)
    context = {"record": record, "lines": [(line, None) for line in record.lines]}
    return render(request, "projects/organizer/draw_print.html", context)


@organizer_act(Right.DAY, place="run_of_show")
def draw_note(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    record = draw_record(event)
    form = _form(event, record, request.POST)
    if form.is_valid():
        try:
            _note(request, event, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, event, draw_record(event), form))
    return redirect("organizer:draw", event.slug)


@organizer_act(Right.DAY, place="run_of_show")
def draw_back(request: OrganizerRequest, event: Event, step_id: int) -> HttpResponseBase:
    """Take back what was noted by mistake; both stay in the record."""
    get_object_or_404(DrawStep.objects.of_event(event), pk=step_id)
    form, now = of_row(DrawBackForm, step_id, request.POST), timezone.now()
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            take_step_back(event, step_id, reason=reason, actor=request.user, at=now)
        except DomainError as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        record, sent = draw_record(event), {step_id: form}
        return drawn_again(request, form, lambda: _render(request, event, record, sent=sent))
    return redirect("organizer:draw", event.slug)


def _note(request: OrganizerRequest, event: Event, form: DrawStepForm) -> None:
    said = form.cleaned_data
    note_answer(
        event,
        int(said["team"]),
        question=said["other"] or _question(event, said["question"]),
        place=int(said["place"]) if said["place"] else None,
        actor=request.user,
        at=timezone.now(),
    )


def _question(event: Event, key: str) -> Text | str:
    """The words of a prepared question, in all its languages."""
    questions = QuizQuestion.objects.filter(draw__room__event=event)
    found = questions.filter(pk=key).first() if key else None
    return (told(found.question) if found else None) or ""


def _form(event: Event, record: DrawRecord, data: object = None) -> DrawStepForm:
    questions = QuizQuestion.objects.filter(draw__room__event=event).order_by("order")
    return DrawStepForm(
        data,
        questions=[(str(each.pk), f"{each.order}. {each.question}"[:100]) for each in questions],
        teams=[(str(each.pk), str(each)[:80]) for each in record.waiting],
        places=record.free_places,
    )


def _render(
    request: OrganizerRequest,
    event: Event,
    record: DrawRecord,
    form: DrawStepForm | None = None,
    *,
    sent: Mapping[int, DrawBackForm] = NONE,
) -> HttpResponse:
    context = {
        "record": record,
        "form": form or _form(event, record),
        "lines": of_each(DrawBackForm, [(line, line.step.pk) for line in record.lines], sent),
    }
    return render(request, "projects/organizer/draw.html", context)

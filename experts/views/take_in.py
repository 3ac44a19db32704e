"""Unsent sheets of a tablet without a network, brought to the server by an organizer."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import DomainError
from events.models import Event
from experts.forms import HandedForm
from experts.handed import read_handed
from experts.pages.take_in import code_of, take_in_page, told
from experts.services.second_looks import ask_when_all_are_in
from experts.services.taking_in import foresee, origin_of
from experts.services.taking_in import take_in as take_in_handed


@organizer_page(Right.SCORING, place="scoring", is_to_change=True)
def take_in(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A code of a tablet opens this page; what it carries stands behind the #, and so in no log."""
    return _start(request, HandedForm())


@organizer_act(Right.SCORING, place="scoring")
def take_in_look(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What is inside, without points, and what would become of it now; keeps nothing."""
    form = HandedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    text = form.handed
    try:
        handed = read_handed(text)
        origin = origin_of(event, handed)
        foreseen = foresee(event, handed, by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, refusal)
    page = take_in_page(event, text, handed, origin, foreseen)
    return render(request, "experts/organizer/take_in_look.html", {"page": page})


@organizer_act(Right.SCORING, place="scoring")
def take_in_store(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    try:
        handed = read_handed(request.POST.get("text", ""))
        taken = take_in_handed(event, handed, by=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, refusal)
    ask_when_all_are_in(event.pk, at=timezone.now())
    for level, sentence in told(event, taken):
        messages.add_message(request, level, sentence)
    if code := code_of(handed):
        messages.info(request, code)
    return redirect("organizer:take_in", event.slug)


def _refused(request: OrganizerRequest, refusal: DomainError) -> HttpResponse:
    form = HandedForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, str(refusal))
    return _start(request, form, status=refusal.status)


def _start(
    request: OrganizerRequest, form: HandedForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "experts/organizer/take_in.html", {"form": form}, status=status)

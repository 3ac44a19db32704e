"""The wording of the documents: what each kind says, who signs, and the pages that are hardest to set."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.acting import REFUSALS, act_on, saved, sentences_of
from defense.workspace.wording import Forms, forms_of, page_of, with_own_words, with_wording
from diplomas.choosing import KIND_NAMES, kind_or_none
from diplomas.models import Diploma
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.models import Event


@organizer_page(Right.DIPLOMAS, place="diplomas")
def wording(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    return _render(request, event, _known(kind))


@organizer_act(Right.DIPLOMAS, place="diplomas")
def wording_save(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    known = _known(kind)
    sent = forms_of(event, known, request.POST)

    def worded(file: EventFile) -> EventFile:
        return with_wording(file, event, known, sent, reader=request.user)

    if saved(request, event, sent.form, worded) is None:
        return _render(request, event, known, sent)
    messages.success(request, _("Saved."))
    return redirect("organizer:wording", event.slug, known)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def wording_own(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    """The program's own words again."""
    known = _known(kind)
    if asked := asks_first(request, _taking_own(event, known)):
        return asked
    try:
        act_on(request, event, lambda file: with_own_words(file, known), whole=True)
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect("organizer:wording", event.slug, known)


def _known(kind: str) -> Diploma.Kind:
    known = kind_or_none(kind)
    if known is None:
        raise Http404
    return known


def _render(
    request: OrganizerRequest, event: Event, kind: str, sent: Forms | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    kinds = [(each, name, each == kind) for each, name in KIND_NAMES.items()]
    context = {"page": page_of(event, kind, sent), "kinds": kinds}
    return render(request, "defense/workspace/wording.html", context, status=status)


def _taking_own(event: Event, kind: str) -> Question:
    return Question(
        asks=_("Take the program's own words? %(kind)s") % {"kind": KIND_NAMES[kind]},
        effects=[
            _("The title, the texts, the hours and the signatures of this event go."),
            _("What was issued stays as it was printed."),
        ],
        undone=_("This cannot be undone: the words would have to be written again."),
        act=_("Take the program's own words"),
        back=reverse("organizer:wording", args=[event.slug, kind]),
    )

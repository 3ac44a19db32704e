"""The logo on the documents of an event, as it stands on the page of their wording."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diplomas.forms import LogoForm
from diplomas.models import Diploma, Logo
from diplomas.services.logos import put_logo, read_logo, take_logo_away
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.errors import DomainError, FileIsAway
from events.models import Event


@organizer_page(Right.DIPLOMAS)
def logo(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The picture alone; the door keeps it out of caches."""
    try:
        content = read_logo(event)
    except (Logo.DoesNotExist, FileIsAway):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@organizer_act(Right.DIPLOMAS, place="diplomas")
def logo_save(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """In the place of the one that was seen on the page."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect(address_of(event))
    content, seen = form.cleaned_data["file"].read(), form.cleaned_data["seen"]
    try:
        put_logo(event, content, seen=seen, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Logo saved. The pages below show it."))
    return redirect(address_of(event))


@organizer_act(Right.DIPLOMAS, place="diplomas")
def logo_remove(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    if asked := asks_first(request, _removing(event)):
        return asked
    try:
        take_logo_away(event, seen=request.POST.get("logo-seen", ""), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Logo taken away."))
    return redirect(address_of(event))


def address_of(event: Event) -> str:
    return reverse("organizer:wording", args=[event.slug, Diploma.Kind.DIPLOMA])


def _removing(event: Event) -> Question:
    return Question(
        asks=_("Take the logo away?"),
        effects=[
            _("Documents that are issued from now on have none."),
            _("What was issued keeps the logo that it was printed with."),
        ],
        undone=_("It cannot be taken back; the picture can be brought again."),
        act=_("Take the logo away"),
        back=address_of(event),
    )

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.workspace.acting import BAD
from defense.workspace.forms import PhotographForm
from defense.workspace.views.people import person_or_404, render_person
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.errors import DomainError, FileIsAway
from events.models import Event, Person, Photograph
from events.services.photographs import put_photograph, read_photograph, take_photograph_away


@organizer_page(Right.PEOPLE)
def photograph(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """The picture alone, for whoever may see people; the door keeps it out of caches."""
    try:
        content = read_photograph(event, key)
    except (Photograph.DoesNotExist, FileIsAway):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@organizer_act(Right.PEOPLE, place="people")
def photograph_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Put a photograph, in the place of the one that was seen on the page."""
    found = person_or_404(event, key)
    form = PhotographForm(request.POST, request.FILES, person=found)
    if form.is_valid():
        content, seen = form.cleaned_data["file"].read(), form.cleaned_data["seen"]
        try:
            put_photograph(event, found.pk, content, seen=seen, actor=request.user)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
    if not form.is_valid():
        form.show_what_stands()
        return render_person(request, event, found, photograph=form, status=BAD)
    messages.success(request, _("Photograph saved: %(name)s.") % {"name": found.name})
    return redirect("organizer:person", event.slug, key)


@organizer_act(Right.PEOPLE, place="people")
def photograph_remove(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    found = person_or_404(event, key)
    if asked := asks_first(request, _removing(event, found)):
        return asked
    try:
        seen = request.POST.get("photograph-seen", "")
        take_photograph_away(event, found.pk, seen=seen, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Photograph taken away: %(name)s.") % {"name": found.name})
    return redirect("organizer:person", event.slug, key)


def _removing(event: Event, found: Person) -> Question:
    return Question(
        asks=_("Take away the photograph of %(name)s?") % {"name": found.name},
        effects=[_("The picture is deleted here; the letters of the name stand in its place.")],
        undone=_("It cannot be taken back; the picture can be brought again."),
        act=_("Take the photograph away"),
        back=reverse("organizer:person", args=[event.slug, found.key]),
    )

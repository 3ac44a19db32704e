"""The events of an account: a new one, one like an earlier one, and one that goes."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from defense.event_file import BadEventFile, read_event_file
from defense.event_file.loading import SlugTaken
from defense.workspace.acting import MOST_TOLD
from defense.workspace.beginning import begin_event, event_of_file
from defense.workspace.removing import EventStays, Extent, extent_of, remove_event, why_event_stays
from events.access import (
    AccountRequest,
    OrganizerRequest,
    Right,
    account_required,
    event_lacks_second_factor,
    grant_of,
    organizer_act,
)
from events.asking import Question, asks_first
from events.editing import Refused
from events.event_forms import NewEventForm
from events.exchange import dump_event_row
from events.imports.forms import NewEventFileForm
from events.models import Event, Membership

BAD = HTTPStatus.UNPROCESSABLE_ENTITY


@account_required
@require_safe
def event_new(request: AccountRequest) -> HttpResponseBase:
    """What a new event is asked; with `like`, the answers of an earlier one."""
    like = _like(request, request.GET.get("like", ""))
    entry = dump_event_row(like, named=0) if like else None
    return _render_new(request, NewEventForm(like=entry), like)


@account_required
@require_POST
def event_add(request: AccountRequest) -> HttpResponseBase:
    form, like = NewEventForm(request.POST), _like(request, request.POST.get("like", ""))
    if form.is_valid():
        try:
            event = begin_event(form.event(), like=like, actor=request.user, at=timezone.now())
        except Refused as refused:
            form.refuse(refused)
        except SlugTaken as taken:
            form.add_error(None, str(taken))
        else:
            said = _("The event is made, as a draft: guests see nothing of it yet.")
            messages.success(request, said)
            return redirect("organizer:overview", event.slug)
    return _render_new(request, form, like, status=BAD)


@account_required
@require_POST
def event_bring(request: AccountRequest) -> HttpResponseBase:
    """An event as it was taken out of another installation, or before it was deleted here."""
    form = NewEventFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_new(request, NewEventForm(), None, file_form=form, status=BAD)
    try:
        file = read_event_file(form.cleaned_data["file"].read())
        event = event_of_file(file, actor=request.user, at=timezone.now())
    except (BadEventFile, SlugTaken) as refusal:
        flaws = refusal.errors[:MOST_TOLD] if isinstance(refusal, BadEventFile) else [refusal]
        form.add_error("file", [str(flaw) for flaw in flaws])
        return _render_new(request, NewEventForm(), None, file_form=form, status=BAD)
    messages.success(request, _("The event is made of its file."))
    return redirect("organizer:overview", event.slug)


def _like(request: AccountRequest, slug: str) -> Event | None:
    """The event whose rubric and texts are taken over, if this account may see its settings."""
    mine = Membership.objects.filter(user=request.user.pk, event__slug=slug)
    membership = mine.select_related("event").first()
    if membership is None or event_lacks_second_factor(request, membership):
        return None
    return membership.event if grant_of(membership).may_see(Right.SETTINGS) else None


def _render_new(
    request: HttpRequest,
    form: NewEventForm,
    like: Event | None,
    *,
    file_form: NewEventFileForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "like": like, "file_form": file_form or NewEventFileForm()}
    return render(request, "defense/workspace/event_new.html", context, status=status)


@organizer_act(Right.SETTINGS, place="settings")
def event_remove(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Delete the event with all that hangs on it, which is said first."""
    back = redirect("organizer:overview", event.slug)
    if reason := why_event_stays(event):
        messages.error(request, reason)
        return back
    extent = extent_of(event)
    if asked := asks_first(request, _removing(event, extent)):
        return asked
    title = str(event.title)
    try:
        remove_event(event.pk, actor=request.user, at=timezone.now())
    except EventStays as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, _("Deleted: %(title)s.") % {"title": title})
    return redirect("organizer:home")


def _removing(event: Event, extent: Extent) -> Question:
    people = ngettext(
        "%(count)d person goes with it, with names, positions and schools.",
        "%(count)d people go with it, with names, positions and schools.",
        extent.people,
    )
    cards = ngettext(
        "%(count)d access card stops working.", "%(count)d access cards stop working.", extent.cards
    )
    said = [people % {"count": extent.people}, cards % {"count": extent.cards}]
    said.append(
        _("Projects: %(projects)d; places on the panel: %(seats)d; lines of the day: %(lines)d.")
        % {"projects": extent.projects, "seats": extent.seats, "lines": extent.lines}
    )
    said.append(
        _("The log of the event goes too; that it was deleted, when and by whom, stays written.")
    )
    return Question(
        asks=_("Delete “%(title)s”?") % {"title": event.title},
        effects=said,
        undone=_("This cannot be undone. An event that is only over can be archived instead."),
        act=_("Delete the event"),
        back=reverse("organizer:overview", args=[event.slug]),
        extent=extent.asked,
    )

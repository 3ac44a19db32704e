from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.event_file.writing import dump_event
from defense.site.programme import description_of, programme
from defense.workspace.acting import saved
from defense.workspace.settings import with_event, with_languages, with_published
from defense.workspace.settings_board import PARTS, form_of, settings_of
from events.access import (
    OrganizerRequest,
    Right,
    organizer_act,
    organizer_page,
    shows_second_factor,
)
from events.editing import Edit
from events.entry_forms import EntryForm
from events.errors import AskedBeforeClose
from events.models import Event
from events.services.declaring import ask_declaration
from events.services.second_factor import demand_second_factor
from events.settings_forms import DAYS, RULE, TEXTS


@organizer_page(Right.SETTINGS, place="settings")
def settings(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Every part of the settings, each saved by itself."""
    return render_settings(request, event)


@organizer_act(Right.SETTINGS, place="settings")
def settings_save(request: OrganizerRequest, event: Event, part: str) -> HttpResponseBase:
    if part not in PARTS:
        raise Http404
    form = form_of(part, event, dump_event(event), request.POST)
    if saved(request, event, form, lambda file: _with(part, event, file, form.edit)) is None:
        return render_settings(request, event, form)
    messages.success(request, _("Saved."))
    return redirect("organizer:settings", event.slug)


def _with(part: str, event: Event, file: EventFile, edit: Edit) -> EventFile:
    if part == "texts":
        return with_event(file, edit, TEXTS)
    if part == "days":
        return with_languages(with_event(file, edit, DAYS), edit)
    if part == "rule":
        return with_event(file, edit, RULE[2:] if event.rule_locked_at else RULE)
    return with_published(file, edit)


@organizer_act(Right.SETTINGS, place="settings")
def second_factor(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Demand it of owners and secretaries, or no longer; who demands it has one, and came in with it."""
    is_demanded = request.POST.get("demand") == "yes"
    if is_demanded and not shows_second_factor(request):
        messages.error(
            request,
            _("Set up your own second factor first, and come in with it: see your profile."),
        )
        return redirect("organizer:settings", event.slug)
    demand_second_factor(event.pk, is_demanded=is_demanded, actor=request.user, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("organizer:settings", event.slug)


@organizer_act(Right.SETTINGS, place="settings")
def declaration(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Ask the experts for a declaration before their first points, or no longer."""
    is_asked = request.POST.get("ask") == "yes"
    try:
        ask_declaration(event.pk, is_asked=is_asked, actor=request.user)
    except AskedBeforeClose as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("organizer:settings", event.slug)


@organizer_page(Right.SETTINGS, place="settings")
def preview(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The public page as guests see it, or will see it once the event is open."""
    if event.phase == Event.Phase.DRAFT:
        event.phase = Event.Phase.OPEN  # here and nowhere else: it is not saved
    context = {"event": event, "day": programme(event), "description": description_of(event)}
    return render(request, "defense/workspace/preview.html", context)


def render_settings(
    request: OrganizerRequest, event: Event, sent: EntryForm | None = None
) -> HttpResponse:
    """With a form that was sent and not taken in its place."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    context: dict[str, Any] = {"settings": settings_of(event, sent)}
    return render(request, "defense/workspace/settings.html", context, status=status)

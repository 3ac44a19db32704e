"""A rehearsal from the browser: start it, watch it, stop it, take it back."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from defense.rehearsal.closing import reset_rehearsal
from defense.rehearsal.playing import start_rehearsal, stop_rehearsal
from defense.rehearsal.tasks import ring
from defense.workspace.rehearsing import rehearsal_page, starting, taking_back, told_removed
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import asks_first
from events.errors import DomainError
from events.models import Event


@organizer_page(Right.SETTINGS, place="settings", is_to_change=True)
def rehearsal(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """How far it is, and what may be done with it."""
    context = {"page": rehearsal_page(event)}
    return render(request, "defense/workspace/rehearsal.html", context)


@organizer_page(Right.SETTINGS, is_to_change=True)
def rehearsal_progress(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The part of the page that changes while the day is played."""
    context = {"page": rehearsal_page(event)}
    return render(request, "defense/workspace/_rehearsal_board.html", context)


@organizer_act(Right.SETTINGS, place="settings")
def rehearsal_start(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    if asked := asks_first(request, starting(event)):
        return asked
    try:
        start_rehearsal(event.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        ring()
        messages.success(request, _("The rehearsal has begun. Look at any page meanwhile."))
    return redirect("organizer:rehearsal", event.slug)


@organizer_act(Right.SETTINGS, place="settings")
def rehearsal_stop(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    try:
        stop_rehearsal(event.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. What was played stays until it is taken back."))
    return redirect("organizer:rehearsal", event.slug)


@organizer_act(Right.SETTINGS, place="settings")
def rehearsal_reset(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    if asked := asks_first(request, taking_back(event)):
        return asked
    try:
        removed = reset_rehearsal(event.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told_removed(removed))
    return redirect("organizer:rehearsal", event.slug)

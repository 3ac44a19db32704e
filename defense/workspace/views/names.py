from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.workspace.acting import REFUSALS, sentences_of
from defense.workspace.forms import DeclineForm
from defense.workspace.names import take_names_over
from defense.workspace.views.people import render_person
from events.access import OrganizerRequest, Right, organizer_act
from events.errors import DomainError
from events.models import AskedName, Event
from events.services.asked_names import decline_names


@organizer_act(Right.PEOPLE, place="people")
def name_take(request: OrganizerRequest, event: Event, asked_id: int) -> HttpResponseBase:
    """The spelling that a person asked for becomes the one that is printed."""
    asked = get_object_or_404(AskedName.objects.of_event(event), pk=asked_id)
    try:
        take_names_over(event, asked.pk, actor=request.user, at=timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        name = asked.person.name
        messages.success(request, _("Taken over, as %(name)s wrote it.") % {"name": name})
    return redirect("organizer:person", event.slug, asked.person.key)


@organizer_act(Right.PEOPLE, place="people")
def name_decline(request: OrganizerRequest, event: Event, asked_id: int) -> HttpResponseBase:
    """With a sentence that the person reads on the phone."""
    asked = get_object_or_404(AskedName.objects.of_event(event), pk=asked_id)
    form = DeclineForm(request.POST)
    try:
        decline_names(event, asked.pk, answer=form.said, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.add_error("answer", str(refusal))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render_person(request, event, asked.person, decline=form, status=status)
    name = asked.person.name
    messages.success(request, _("Declined. %(name)s reads why on the phone.") % {"name": name})
    return redirect("organizer:person", event.slug, asked.person.key)

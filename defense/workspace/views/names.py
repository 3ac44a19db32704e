from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.workspace.acting import BAD, REFUSALS
from defense.workspace.buttons import tell_refused
from defense.workspace.forms import DeclineForm, NamingForm
from defense.workspace.names import take_names_over
from defense.workspace.names_board import names_board
from defense.workspace.views.people import person_or_404, render_person
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import DomainError
from events.models import AskedName, Event
from events.refused_forms import drawn_again
from events.services.asked_names import decline_names
from events.services.public_naming import SaidMeanwhile, record_naming


@organizer_page(Right.PEOPLE, place="people")
def names(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What every trainee said of the name that is printed, and the requests to answer."""
    board = names_board(event)
    asking = [(line, DeclineForm(auto_id=f"{line.asked_id}-%s")) for line in board.asking]
    return render(request, "defense/workspace/names.html", {"board": board, "asking": asking})


@organizer_page(Right.PEOPLE, place="people")
def names_sheet(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The same names on paper, a team after the other, each to be signed."""
    return render(request, "defense/workspace/names_sheet.html", {"board": names_board(event)})


@organizer_act(Right.PEOPLE, place="people")
def name_take(request: OrganizerRequest, event: Event, asked_id: int) -> HttpResponseBase:
    """The spelling that a person asked for becomes the one that is printed."""
    asked = get_object_or_404(AskedName.objects.of_event(event), pk=asked_id)
    try:
        take_names_over(event, asked.pk, actor=request.user, at=timezone.now())
    except REFUSALS as refusal:
        tell_refused(request, refusal)
    else:
        name = asked.person.name
        messages.success(request, _("Taken over, as %(name)s wrote it.") % {"name": name})
    return _back(request, event, asked)


@organizer_act(Right.PEOPLE, place="people")
def name_decline(request: OrganizerRequest, event: Event, asked_id: int) -> HttpResponseBase:
    """With a sentence that the person reads on the phone."""
    asked = get_object_or_404(AskedName.objects.of_event(event), pk=asked_id)
    form = DeclineForm(request.POST)
    try:
        decline_names(event, asked.pk, answer=form.said, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.add_error("answer", str(refusal))
        return drawn_again(
            request, form, lambda: render_person(request, event, asked.person, decline=form)
        )
    name = asked.person.name
    messages.success(request, _("Declined. %(name)s reads why on the phone.") % {"name": name})
    return _back(request, event, asked)


def _back(request: OrganizerRequest, event: Event, asked: AskedName) -> HttpResponseBase:
    """To the page on which the answer was given."""
    if request.POST.get("from") == "names":
        return redirect("organizer:names", event.slug)
    return redirect("organizer:person", event.slug, asked.person.key)


@organizer_act(Right.PEOPLE, place="people")
def naming_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Record what somebody said of being named in public."""
    found = person_or_404(event, key)
    form = NamingForm(request.POST, person=found)
    if form.is_valid() and form.has_moved:
        form.show_what_stands()
    if form.is_valid():
        seen = (found.named_in_public, found.named_in_public_on)
        try:
            record_naming(
                event,
                found.pk,
                is_named=form.is_named,
                on=form.said_on,
                seen=seen,
                actor=request.user,
            )
        except SaidMeanwhile as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return render_person(request, event, found, naming=form, status=BAD)
    messages.success(request, _("Saved: %(name)s.") % {"name": found.name})
    return redirect("organizer:person", event.slug, key)

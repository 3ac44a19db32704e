from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import asks_first
from events.errors import DomainError
from events.models import Event
from experts.errors import PublishingMoved
from experts.forms import PublishingForm
from experts.pages.public_results import public_results
from experts.pages.publishing import PublishingPage, publishing_form, publishing_question
from experts.reports.published import sealed_of
from experts.services.publishing import check_published, publish
from experts.team_page import SHOWN, after_the_seal, first_sheet


@organizer_page(Right.PROTOCOL, place="protocol")
def publishing(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What of the decision is public, each part with its switch."""
    return _rendered(request, event, publishing_form(event))


@organizer_act(Right.PROTOCOL, place="protocol")
def publishing_save(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Asks first: whatever was read once is known."""
    form = publishing_form(event, request.POST)
    form.full_clean()
    if set(form.chosen) == set(event.published_of_the_decision):
        return redirect("organizer:publishing", event.slug)
    try:
        check_published(event, form.chosen, form.seen)
        if asked := asks_first(request, publishing_question(event, form.chosen)):
            return asked
        publish(event.pk, form.chosen, seen=form.seen, actor=request.user)
    except PublishingMoved as refusal:
        messages.error(request, str(refusal))
        return redirect("organizer:publishing", event.slug)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _rendered(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Saved."))
    return redirect("organizer:publishing", event.slug)


@organizer_page(Right.PROTOCOL, place="protocol")
def publishing_preview(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The page as guests would read it with the switches of the form; nothing is saved."""
    sealed = sealed_of(event)
    if sealed is None:
        return redirect("organizer:publishing", event.slug)
    form = PublishingForm(request.GET)
    form.full_clean()
    event.published = [*event.published_of_the_day, *form.chosen]
    if event.phase == Event.Phase.DRAFT:
        event.phase = Event.Phase.OPEN
    example = first_sheet(sealed.record) if event.shows(SHOWN) else None
    after = after_the_seal(event, sealed.record) if example else []
    page = public_results(event, sealed)
    context = {"event": event, "page": page, "example": example, "after": after}
    return render(request, "experts/organizer/publishing_preview.html", context)


def _rendered(
    request: OrganizerRequest, event: Event, form: PublishingForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    page = PublishingPage.of(event, sealed_of(event), form)
    context = {"page": page}
    return render(request, "experts/organizer/publishing.html", context, status=status)

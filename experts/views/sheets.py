from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, grant_of, organizer_act, organizer_page
from events.errors import DomainError
from events.forms import NONE, of_each, of_row
from events.models import Event
from events.refused_forms import drawn_again
from experts.forms import GiveBackForm, SetAsideForm
from experts.models import ScoreSheet
from experts.pages.sheets import given_points, sheets_aside, sheets_given
from experts.services.setting_aside import give_sheet_back, set_sheet_aside


@organizer_page(Right.SCORING, place="scoring")
def sheets(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Sheets to set aside and those that are; after the close also who gave whom which points."""
    return _render(request, event)


@organizer_act(Right.SCORING, place="scoring")
def sheet_aside(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = SetAsideForm(request.POST, sheets=sheets_given(event))
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        number, reason = int(said["sheet"]), said["reason"]
        try:
            set_sheet_aside(event, number, reason=reason, actor=request.user, at=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, event, form))
    messages.success(request, _("Set aside. The expert reads it on the tablet, with the reason."))
    return redirect("organizer:sheets", event.slug)


@organizer_act(Right.SCORING, place="scoring")
def sheet_back(request: OrganizerRequest, event: Event, sheet_id: int) -> HttpResponseBase:
    get_object_or_404(ScoreSheet.objects.of_event(event), pk=sheet_id)
    form = of_row(GiveBackForm, sheet_id, request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            give_sheet_back(event, sheet_id, reason=reason, actor=request.user)
        except DomainError as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        sent = {sheet_id: form}
        return drawn_again(request, form, lambda: _render(request, event, sent=sent))
    messages.success(request, _("Given back: the expert may change the sheet."))
    return redirect("organizer:sheets", event.slug)


def _render(
    request: OrganizerRequest,
    event: Event,
    form: SetAsideForm | None = None,
    *,
    sent: Mapping[int, GiveBackForm] = NONE,
) -> HttpResponse:
    may_see = grant_of(request.membership).may_see(Right.RESULTS)
    rows = [(each, each[0].sheet_id) for each in sheets_aside(event)]
    context = {
        "form": form or SetAsideForm(sheets=sheets_given(event)),
        "aside": of_each(GiveBackForm, rows, sent),
        "points": given_points(event) if may_see and not event.is_scoring_open else None,
    }
    return render(request, "experts/organizer/sheets.html", context)

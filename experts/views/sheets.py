from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, grant_of, organizer_act, organizer_page
from events.errors import DomainError
from events.forms import of_each
from events.models import Event
from experts.forms import GiveBackForm, SetAsideForm
from experts.models import ScoreSheet
from experts.pages.sheets import given_points, sheets_aside, sheets_given
from experts.services.setting_aside import give_sheet_back, set_sheet_aside


@organizer_page(Right.SCORING, place="scoring")
def sheets(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Sheets to set aside and those that are; after the close also who gave whom which points."""
    return _render(request, event, SetAsideForm(sheets=sheets_given(event)))


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
        return _render(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Set aside. The expert reads it on the tablet, with the reason."))
    return redirect("organizer:sheets", event.slug)


@organizer_act(Right.SCORING, place="scoring")
def sheet_back(request: OrganizerRequest, event: Event, sheet_id: int) -> HttpResponseBase:
    reason = request.POST.get("reason", "")
    try:
        give_sheet_back(event, sheet_id, reason=reason, actor=request.user)
    except ScoreSheet.DoesNotExist:
        raise Http404 from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Given back: the expert may change the sheet."))
    return redirect("organizer:sheets", event.slug)


def _render(
    request: OrganizerRequest, event: Event, form: SetAsideForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    may_see = grant_of(request.membership).may_see(Right.RESULTS)
    context = {
        "form": form,
        "aside": of_each(GiveBackForm, [(each, each[0].pk) for each in sheets_aside(event)]),
        "points": given_points(event) if may_see and not event.is_scoring_open else None,
    }
    return render(request, "experts/organizer/sheets.html", context, status=status)

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from events.access import OrganizerRequest, Right, grant_of, organizer_act, organizer_page
from events.errors import DomainError
from events.forms import SearchForm
from events.models import Event, RunItem
from events.services.stage import Cue
from projects.reports import run_of_show as report_run_of_show
from projects.reports import teams_board
from projects.services.stage import cue_line


@organizer_page(Right.PEOPLE, place="teams")
def teams(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who defends what, and who has no name yet."""
    search = SearchForm(request.GET)
    board = teams_board(event, search.sought, request.GET.get("page"))
    context = {"board": board, "search": search}
    return render(request, "projects/organizer/teams.html", context)


@organizer_page(Right.DAY, place="run_of_show")
def run_of_show(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The day line by line, the draw, and what else is known of the event."""
    runs_the_day = grant_of(request.membership).may_change(Right.DAY)
    context = {"day": report_run_of_show(event, is_whole=runs_the_day)}
    return render(request, "projects/organizer/run_of_show.html", context)


@organizer_act(Right.DAY, place="run_of_show")
def line_cue(request: OrganizerRequest, event: Event, line_id: int) -> HttpResponseBase:
    """Start a line, end it, skip it, or take the last of these back."""
    cue = request.POST.get("cue", "")
    if cue not in Cue.values:
        raise Http404
    try:
        cue_line(event, line_id, cue, actor=request.user, at=timezone.now())
    except RunItem.DoesNotExist:
        raise Http404 from None
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("organizer:run_of_show", args=[event.slug]) + f"#line-{line_id}")

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.access import OrganizerRequest, event_of_organizer, organizer_required
from events.shell import organizer_shell
from projects.reports import run_of_show as report_run_of_show
from projects.reports import teams_board


@organizer_required
@require_safe
def teams(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """Who defends what, and who has no name yet."""
    found = event_of_organizer(request, event)
    context = organizer_shell(request, found, "teams") | {"board": teams_board(found)}
    return render(request, "projects/organizer/teams.html", context)


@organizer_required
@require_safe
def run_of_show(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """The day line by line, the draw, and what else is known of the event."""
    found = event_of_organizer(request, event)
    context = organizer_shell(request, found, "programme") | {"day": report_run_of_show(found)}
    return render(request, "projects/organizer/run_of_show.html", context)

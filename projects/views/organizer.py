from django.http import HttpResponseBase
from django.shortcuts import render

from events.access import OrganizerRequest, Right, grant_of, organizer_page
from events.forms import SearchForm
from events.models import Event
from projects.reports import run_of_show as report_run_of_show
from projects.reports import teams_board


@organizer_page(Right.PEOPLE, place="teams")
def teams(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who defends what, and who has no name yet."""
    board, search = teams_board(event), SearchForm(request.GET)
    teams = board.found(search.sought)
    context = {
        "board": board,
        "teams": teams,
        "search": search,
        "found": sum(len(team.members) for team in teams),
    }
    return render(request, "projects/organizer/teams.html", context)


@organizer_page(Right.DAY, place="run_of_show")
def run_of_show(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The day line by line, the draw, and what else is known of the event."""
    runs_the_day = grant_of(request.membership).may_change(Right.DAY)
    context = {"day": report_run_of_show(event, is_whole=runs_the_day)}
    return render(request, "projects/organizer/run_of_show.html", context)

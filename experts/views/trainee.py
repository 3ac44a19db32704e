from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.access import PassRequest, trainee_required
from experts.team_page import team_page


@never_cache
@trainee_required
@require_safe
def team_sheet(request: PassRequest) -> HttpResponseBase:
    """How the own team was scored, when the protocol is sealed and the organizers show it."""
    person = request.held.person
    context = {"event": person.event, "page": team_page(person)}
    return render(request, "experts/trainee/team_sheet.html", context)

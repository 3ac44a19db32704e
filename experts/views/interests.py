"""An expert declares a tie from the tablet, and reads what became of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.refused_forms import drawn_again
from experts.access import declaring_seat, seats_of
from experts.forms import DeclareForm
from experts.pages.my_interests import my_interests_page, teams_to_choose
from experts.services.interests import declare_interest
from experts.views.tablet_pages import of_this_mode, tablet_page
from projects.models import Project


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_mode
def interests(request: PassRequest) -> HttpResponseBase:
    """The ties of this expert, and a form for one more; `?team=3` says to which."""
    projects = list(Project.objects.of_event(request.held.person.event).order_by("number"))
    teams = teams_to_choose(projects)
    if request.method != "POST":
        initial = {"team": _asked_team(request, projects)}
        return _render(request, DeclareForm(teams=teams, initial=initial))
    form = DeclareForm(request.POST, teams=teams)
    if form.is_valid():
        try:
            _declare(request, projects, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, form))
    messages.success(request, _("Declared. What becomes of it stands below."))
    return redirect("expert:interests")


def _asked_team(request: PassRequest, projects: Sequence[Project]) -> int | None:
    asked = request.GET.get("team", "")
    return next((each.pk for each in projects if str(each.number) == asked), None)


def _declare(request: PassRequest, projects: Sequence[Project], form: DeclareForm) -> None:
    project = next(each for each in projects if each.pk == form.cleaned_data["team"])
    seat = declaring_seat(request.held, project)
    kind, reason = form.cleaned_data["kind"], form.cleaned_data["sentence"]
    declare_interest(seat, project, kind=kind, reason=reason, at=timezone.now())


def _render(request: PassRequest, form: DeclareForm) -> HttpResponse:
    person = request.held.person
    page = my_interests_page(person, list(seats_of(request.held).order_by("panel__room")))
    return tablet_page(request, "interests", page, form=form)

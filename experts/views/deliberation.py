"""The deliberation on the tablets of the panel, and before the organizers."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import (
    OrganizerRequest,
    PassRequest,
    Right,
    expert_required,
    grant_of,
    organizer_act,
    organizer_page,
)
from events.errors import DomainError
from events.models import Event, Person, User
from events.refused_forms import drawn_again, tell_posted
from experts.access import seats_in_order, seats_of
from experts.errors import (
    NoLongerTied,
    NotYoursToCast,
    NotYoursToNote,
    ScoringIsOpen,
)
from experts.forms import CastingVoteForm, LeaveSharedForm, NoteForm
from experts.models import CastingVote, Seat
from experts.pages.deliberation import NOTHING, Answered, organizers_page, panels_page, teams_of
from experts.pages.notes import OF_ALL, Noting, note_form
from experts.pages.tablet import DECIDING
from experts.reports import Grid
from experts.reports.deliberation import deliberation
from experts.services.casting import (
    Vote,
    cast_vote,
    come_back,
    leave_shared,
    step_out,
    take_shared_back,
    take_vote_back,
)
from experts.services.noting import Noted, write_note
from experts.views.tablet_pages import of_this_mode, refused, tablet_page

MOST_DIGITS = 18  # of a row's number


@organizer_page(Right.RESULTS, place="results")
def organizers_deliberation(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Whether enough take part, equal teams with what the rule tried, who must step out, and the places as they stand."""
    return _organizers(request, event, Noting(request.GET.get("note", "")))


def _organizers(
    request: OrganizerRequest,
    event: Event,
    noting: Noting,
    answered: Answered = NOTHING,
) -> HttpResponse:
    """Notes of the panel are of who keeps the protocol."""
    grid = Grid(event)
    keeps = grant_of(request.membership).may_change(Right.PROTOCOL)
    page = organizers_page(grid, noting if keeps else None, answered)
    context = {"page": page}
    return render(request, "experts/organizer/deliberation.html", context)


@organizer_act(Right.PROTOCOL, place="results")
def organizers_note(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = note_form(request.POST)
    if refusal := _write(request, event, form, request.user):
        noting = Noting(request.POST.get("note", ""), form)
        return drawn_again(
            request, form, lambda: _organizers(request, event, noting), status=refusal.status
        )
    return redirect("organizer:deliberation", event.slug)


@organizer_act(Right.RESULTS, place="results")
def organizers_step_out(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Note that somebody is out of the room, or back."""
    _note(request, event, request.user)
    return redirect("organizer:deliberation", event.slug)


@organizer_act(Right.PROTOCOL, place="protocol")
def shared_leave(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Put on record that a place stays shared where nobody has the casting vote."""
    form, projects = LeaveSharedForm(request.POST), _projects(request)
    if form.is_valid():
        told = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
        try:
            leave_shared(event, projects, **told)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        answered = {tuple(sorted(projects)): form}
        return drawn_again(request, form, lambda: _organizers(request, event, Noting(), answered))
    messages.success(request, _("Put on record. It can be taken back until the seal."))
    return redirect("organizer:deliberation", event.slug)


@organizer_act(Right.PROTOCOL, place="protocol")
def shared_take_back(request: OrganizerRequest, event: Event, vote_id: int) -> HttpResponseBase:
    get_object_or_404(CastingVote.objects.of_event(event), pk=vote_id, seat=None)
    try:
        take_shared_back(event, vote_id, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Both stay on record."))
    return redirect("organizer:deliberation", event.slug)


@never_cache
@expert_required
@require_safe
@of_this_mode
def panels_deliberation(request: PassRequest) -> HttpResponseBase:
    return _render(request)


@never_cache
@expert_required
@require_POST
@of_this_mode
def panels_step_out(request: PassRequest) -> HttpResponseBase:
    """By the chair or the deputy, of teams that are not hidden from them."""
    person = request.held.person
    if not _may_note(request, person):
        return refused(request, NotYoursToCast())
    _note(request, person.event, person)
    return redirect("expert:deliberation")


@never_cache
@expert_required
@require_POST
@of_this_mode
def panels_note(request: PassRequest) -> HttpResponseBase:
    """By the chair or the deputy of the team's room, of teams that are not hidden from them."""
    form = note_form(request.POST)
    refusal = _write(request, request.held.person.event, form, seats_in_order(request.held))
    if isinstance(refusal, NotYoursToNote):
        return refused(request, refusal)
    if refusal:
        noting = Noting(request.POST.get("note", ""), form)
        return drawn_again(
            request, form, lambda: _render(request, noting=noting), status=refusal.status
        )
    return redirect("expert:deliberation")


def _write(
    request: HttpRequest, event: Event, form: NoteForm, by: User | list[Seat]
) -> DomainError | None:
    """What stands in the way, said by the form; None where the note is kept."""
    is_of_all = request.POST.get("note") == OF_ALL
    project = None if is_of_all else _number(request, "note")
    note = Noted(project, request.POST.get("text", ""), _number(request, "seen"))
    try:
        write_note(event.pk, note, by=by, at=timezone.now())
    except DomainError as refusal:
        if "text" not in form.errors:
            form.add_error("text", str(refusal))
        return refusal
    messages.success(request, _("Kept. It can be changed until the protocol is sealed."))
    return None


def _may_note(request: PassRequest, person: Person) -> bool:
    project = _number(request, "project")
    leads = seats_of(request.held).filter(role__in=DECIDING, panel__seat=_number(request, "seat"))
    if not leads.exists():
        return False
    found = deliberation(Grid(person.event))
    numbers = found.decided.numbers([project])
    return not found.hidden_from(person.pk).intersection(numbers)


@never_cache
@expert_required
@require_POST
@of_this_mode
def panels_cast(request: PassRequest) -> HttpResponseBase:
    """The casting vote, with its reason."""
    try:
        seat, form = _asked(request)
    except (ScoringIsOpen, NoLongerTied) as refusal:
        messages.error(request, str(refusal))
        tell_posted(request)
        return _render(request, status=refusal.status)
    except NotYoursToCast as refusal:
        return refused(request, refusal)
    if form.is_valid():
        try:
            projects, reason = tuple(form.ids), form.cleaned_data["reason"]
            vote = Vote(projects, form.order, reason)
            cast_vote(request.held.person.event, vote, seat=seat, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        answered = {tuple(form.ids): form}
        return drawn_again(request, form, lambda: _render(request, answered))
    messages.success(request, _("Decided. It can be taken back until the protocol is sealed."))
    return redirect("expert:deliberation")


def _asked(request: PassRequest) -> tuple[Seat, CastingVoteForm]:
    """Who casts, and on which teams, as they stand. Raises ScoringIsOpen, NotYoursToCast, NoLongerTied.

    Whose vote it would not be is told the same of equal teams and of any others.
    """
    event = request.held.person.event
    if event.is_scoring_open:
        raise ScoringIsOpen
    found = deliberation(Grid(event))
    projects = _projects(request)
    seat = found.casting.on(projects).seat
    if seat is None or seat.person_id != request.held.person.pk:
        raise NotYoursToCast
    question = found.question_on(projects)
    if question is None:
        raise NoLongerTied
    return seat, CastingVoteForm(request.POST, teams=teams_of(question, found))


@never_cache
@expert_required
@require_POST
@of_this_mode
def panels_take_back(request: PassRequest, vote_id: int) -> HttpResponseBase:
    seats = seats_in_order(request.held)
    vote = get_object_or_404(CastingVote, pk=vote_id, seat__in=seats)
    try:
        take_vote_back(vote.event, vote.pk, seats=seats, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The casting vote is taken back. Both stay on record."))
    return redirect("expert:deliberation")


def _note(request: HttpRequest, event: Event, actor: User | Person) -> None:
    act = come_back if "back" in request.POST else step_out
    where = {"seat": _number(request, "seat"), "project": _number(request, "project")}
    try:
        act(event, **where, actor=actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))


def _projects(request: HttpRequest) -> list[int]:
    said = request.POST.get("teams", "").split(",")
    return [int(each) for each in said if each.isdecimal() and len(each) <= MOST_DIGITS]


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else 0


def _render(
    request: PassRequest,
    answered: Answered = NOTHING,
    *,
    noting: Noting | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    person = request.held.person
    noting = noting or Noting(request.GET.get("note", ""))
    grid = Grid(person.event)
    page = panels_page(grid, person, grid.seats_of(person.pk), answered, noting)
    return tablet_page(request, "deliberation", page, status=status)

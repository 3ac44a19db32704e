"""Votes of the panel on the tablet: given, led by the chair, counted; proposals for awards, and the own dissent."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.models import Event
from events.refused_forms import drawn_again
from experts.access import seats_in_order
from experts.errors import HasVoted, NotYoursToLead, SheetNotFound
from experts.forms import BallotForm, DissentForm, NominateForm, OpenVoteForm, ReasonForm
from experts.models import Nomination, Panel, Seat
from experts.pages.awards import nominate_form, own_part
from experts.pages.votes import (
    NOTHING,
    Answered,
    Viewer,
    ballot_form,
    decide_form,
    is_told_of,
    open_form,
    panels_votes,
    viewer_of,
    withdraw_form,
)
from experts.reports.votes import VoteTold, votes_of
from experts.services.awards import nominate, take_nomination_back
from experts.services.concluding import decide_equal, sign_count
from experts.services.dissents import write_dissent
from experts.services.voting import cast_ballot, close_vote, open_vote
from experts.views.panel_votes import asked_by, withdrawn
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@never_cache
@expert_required
@require_safe
@of_this_mode
def votes(request: PassRequest) -> HttpResponseBase:
    """What the panel votes on, the proposals for awards, and the own dissenting opinion."""
    return _render(request)


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_open(request: PassRequest) -> HttpResponseBase:
    """The chair, or the deputy where the chair is tied to a team, puts a question to the panel."""
    event, seats = request.held.person.event, seats_in_order(request.held)
    viewer = viewer_of(event, request.held.person, seats)
    form = open_form(event, seats, viewer.hidden, request.POST)
    if form.is_valid():
        panel = Panel.objects.select_related("room__event").get(pk=form.cleaned_data["panel"])
        seat = next((each for each in seats if each.panel_id == panel.pk), None)
        try:
            if seat is None:
                raise NotYoursToLead
            open_vote(panel, asked_by(form), by=seat, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, form=form))
    return _done(request, _("The vote is open: it stands on the tablets of who may vote."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_cast(request: PassRequest, vote_id: int) -> HttpResponseBase:
    """A ballot, once. Who taps twice has voted once."""
    told, seat = _vote(request, vote_id)
    form = ballot_form(told, request.POST)
    if not form.is_valid():
        return _again(request, told, form)
    try:
        cast_ballot(vote_id, seat, form.said())
    except HasVoted as said:
        messages.info(request, str(said))
        return redirect("expert:votes")
    except DomainError as refusal:
        return refused(request, refusal, status=refusal.status)
    return _done(request, _("Your ballot is in. It stays as you gave it."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_close(request: PassRequest, vote_id: int) -> HttpResponseBase:
    """By who leads it; from then on no ballot is given."""
    return _act(
        request,
        vote_id,
        lambda event, seat: close_vote(event, vote_id, by=seat, at=timezone.now()),
        _("The vote is closed."),
    )


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_withdraw(request: PassRequest, vote_id: int) -> HttpResponseBase:
    """One that was opened by mistake, by whoever opened it, with a reason."""
    told, seat = _vote(request, vote_id)
    form = withdraw_form(told.vote, request.POST)
    try:
        is_done = withdrawn(request.held.person.event, told.vote, form, by=seat)
    except DomainError as refusal:
        return refused(request, refusal, status=refusal.status)
    if not is_done:
        return _again(request, told, form)
    return _done(request, _("Withdrawn. It stays on record, and counts nothing."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_sign(request: PassRequest, vote_id: int) -> HttpResponseBase:
    """One of the commission says that the count of a secret vote is right."""
    return _act(
        request,
        vote_id,
        lambda event, seat: sign_count(event, vote_id, seat, at=timezone.now()),
        _("Signed."),
    )


@never_cache
@expert_required
@require_POST
@of_this_mode
def vote_decide(request: PassRequest, vote_id: int) -> HttpResponseBase:
    """The chair's voice where votes are equal, with a reason."""
    told, seat = _vote(request, vote_id)
    form = decide_form(told, request.POST)
    if form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        try:
            decide_equal(
                request.held.person.event, vote_id, seat, form.said(), reason=reason, at=now
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return _again(request, told, form)
    return _done(request, _("Decided."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def award_nominate(request: PassRequest) -> HttpResponseBase:
    """A team proposed for an award, with a reason."""
    seat = _scoring_seat(request)
    form = nominate_form(seat, _viewer(request), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            nominate(
                seat, said["team"], kind=said["kind"], reason=said["reason"], at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, proposal=form))
    return _done(request, _("Proposed."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def nomination_take_back(request: PassRequest, nomination_id: int) -> HttpResponseBase:
    own = Nomination.objects.filter(seat__in=seats_in_order(request.held)).select_related(
        "seat__person", "seat__panel__room__event"
    )
    nomination = get_object_or_404(own, pk=nomination_id)
    try:
        take_nomination_back(nomination.seat, nomination_id)
    except DomainError as refusal:
        return refused(request, refusal, status=refusal.status)
    return _done(request, _("Taken back."))


@never_cache
@expert_required
@require_POST
@of_this_mode
def dissent(request: PassRequest) -> HttpResponseBase:
    """The own dissenting opinion: written, changed, or taken back by leaving it empty."""
    form = DissentForm(request.POST)
    if form.is_valid():
        try:
            write_dissent(_scoring_seat(request), form.cleaned_data["text"], at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, opinion=form))
    kept = _("Kept for the protocol.") if form.cleaned_data["text"].strip() else _("Taken back.")
    return _done(request, kept)


def _act(
    request: PassRequest, vote_id: int, act: Callable[[Event, Seat], object], done: str
) -> HttpResponseBase:
    _told, seat = _vote(request, vote_id)
    try:
        act(request.held.person.event, seat)
    except DomainError as refusal:
        return refused(request, refusal, status=refusal.status)
    return _done(request, done)


def _vote(request: PassRequest, vote_id: int) -> tuple[VoteTold, Seat]:
    """With the seat of this person on its panel; 404 for one that this person is not told of."""
    viewer = _viewer(request)
    for told in votes_of(request.held.person.event):
        if told.vote.pk == vote_id and is_told_of(told, viewer):
            panel = told.vote.panel_id
            return told, next(each for each in viewer.seats if each.panel_id == panel)
    raise Http404


def _viewer(request: PassRequest) -> Viewer:
    person = request.held.person
    return viewer_of(person.event, person, seats_in_order(request.held))


def _scoring_seat(request: PassRequest) -> Seat:
    seat = next((each for each in seats_in_order(request.held) if each.is_scoring), None)
    if seat is None:
        raise Http404(str(SheetNotFound()))
    return seat


def _done(request: PassRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("expert:votes")


def _again(request: PassRequest, told: VoteTold, form: BallotForm | ReasonForm) -> HttpResponse:
    return drawn_again(request, form, lambda: _render(request, answered={told.vote.pk: form}))


def _render(
    request: PassRequest,
    *,
    answered: Answered = NOTHING,
    form: OpenVoteForm | None = None,
    proposal: NominateForm | None = None,
    opinion: DissentForm | None = None,
) -> HttpResponse:
    person, seats = request.held.person, seats_in_order(request.held)
    event = person.event
    page = panels_votes(event, person, seats, answered=answered, form=form)
    scoring = next((each for each in seats if each.is_scoring), None)
    viewer = viewer_of(event, person, seats)
    part = own_part(event, scoring, viewer, form=proposal, dissent=opinion)
    return tablet_page(request, "votes", page, part=part)

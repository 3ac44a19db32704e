"""Votes of the panel and awards of the day, led by the secretary."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import RowGone
from events.errors import DomainError
from events.forms import NONE, of_each, of_row
from events.models import Event, User
from events.refused_forms import drawn_again
from experts.errors import ReasonMissing, ReasonRefused
from experts.forms import GiveBackForm, OpenVoteForm, ReasonForm
from experts.models import Award, Panel, PanelVote, Seat
from experts.pages.awards import AwardsPage, award_form, awards_page
from experts.pages.votes import VotesPage, open_form, organizers_votes, withdraw_form
from experts.reports.votes import VoteTold, votes_of
from experts.services.awards import give_award, take_award_back
from experts.services.voting import Asked, close_vote, open_vote, withdraw_vote


@organizer_page(Right.PROTOCOL, place="protocol")
def votes(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What the panel votes on: who has, and what came of it when it is closed. `teams` are chosen in the form."""
    tied = request.GET.getlist("teams")
    form = open_form(event, tied=tied) if tied else None
    return _votes(request, organizers_votes(event, request.user, form))


@organizer_act(Right.PROTOCOL, place="protocol")
def vote_open(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A question put to the panel of a room."""
    form = open_form(event, data=request.POST)
    if form.is_valid():
        panel = Panel.objects.select_related("room__event").get(pk=form.cleaned_data["panel"])
        try:
            open_vote(panel, asked_by(form), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(
            request, form, lambda: _votes(request, organizers_votes(event, request.user, form))
        )
    messages.success(request, _("The vote is open: it stands on the tablets of who may vote."))
    return redirect("organizer:votes", event.slug)


def asked_by(form: OpenVoteForm) -> Asked:
    said = form.cleaned_data
    is_award = said["subject"] == "award"
    return Asked(
        said["subject"],
        said["question"],
        teams=said["teams"],
        award_kind=said["award_kind"] if is_award else "",
        is_secret=said["is_secret"],
        commission=said["commission"] if said["is_secret"] else (),
        op_id=said["op_id"],
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def vote_close(request: OrganizerRequest, event: Event, vote_id: int) -> HttpResponseBase:
    """Asks first: who has not voted then has not."""
    told = next((each for each in votes_of(event) if each.vote.pk == vote_id), None)
    if told is None:
        raise Http404
    if asked := asks_first(request, _closing(event, told)):
        return asked
    try:
        close_vote(event, vote_id, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The vote is closed."))
    return redirect("organizer:votes", event.slug)


@organizer_act(Right.PROTOCOL, place="protocol")
def vote_withdraw(request: OrganizerRequest, event: Event, vote_id: int) -> HttpResponseBase:
    """One that was opened by mistake, by whoever opened it, with a reason."""
    vote = get_object_or_404(PanelVote.objects.of_event(event), pk=vote_id)
    form = withdraw_form(vote, request.POST)
    try:
        is_done = withdrawn(event, vote, form, by=request.user)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        is_done = False
    if not is_done:
        sent = {vote.pk: form}
        return drawn_again(
            request,
            form,
            lambda: _votes(request, organizers_votes(event, request.user, answered=sent)),
        )
    messages.success(request, _("Withdrawn. It stays on record, and counts nothing."))
    return redirect("organizer:votes", event.slug)


def withdrawn(event: Event, vote: PanelVote, form: ReasonForm, *, by: User | Seat) -> bool:
    """Whether it is; if not, the form says what the reason lacks. Who may not withdraw it is told that first."""
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        withdraw_vote(event, vote.pk, reason=reason, by=by, at=timezone.now())
    except (ReasonMissing, ReasonRefused) as refusal:
        if form.is_valid():
            form.add_error("reason", str(refusal))
        return False
    return True


def _closing(event: Event, told: VoteTold) -> Question:
    figures = {"cast": told.cast_count, "all": len(told.voters)}
    return Question(
        asks=_("Close the vote? %(question)s") % {"question": told.vote.question},
        effects=[_("%(cast)s of %(all)s have voted. Nobody votes on it from then on.") % figures],
        undone=_("It is not opened again, and stands in the protocol with what came of it."),
        act=_("Close the vote"),
        back=reverse("organizer:votes", args=[event.slug]),
    )


@organizer_page(Right.PROTOCOL, place="protocol")
def awards(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who was proposed for what, and which awards are given."""
    return _awards(request, awards_page(event))


@organizer_act(Right.PROTOCOL, place="protocol")
def award_give(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """An award in the panel's name, or the audience's choice."""
    form = award_form(event, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            give_award(
                event,
                said["team"],
                kind=said["kind"],
                names=form.names(),
                reason=said["reason"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _awards(request, awards_page(event, form)))
    messages.success(request, _("The award is given. Nobody reads of it before the seal."))
    return redirect("organizer:awards", event.slug)


@organizer_act(Right.PROTOCOL, place="protocol")
def award_take_back(request: OrganizerRequest, event: Event, award_id: int) -> HttpResponseBase:
    """With a reason, until the seal."""
    form = of_row(GiveBackForm, award_id, request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            take_award_back(event, award_id, reason=reason, actor=request.user)
        except Award.DoesNotExist:
            form.add_error(None, str(RowGone()))
        except DomainError as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        is_there = Award.objects.of_event(event).filter(pk=award_id).exists()
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_there else HTTPStatus.NOT_FOUND
        page, sent = awards_page(event), {award_id: form}
        return drawn_again(request, form, lambda: _awards(request, page, sent), status=status)
    messages.success(request, _("Taken back."))
    return redirect("organizer:awards", event.slug)


def _votes(request: OrganizerRequest, page: VotesPage) -> HttpResponse:
    return render(request, "experts/organizer/votes.html", {"page": page})


def _awards(
    request: OrganizerRequest, page: AwardsPage, sent: Mapping[int, GiveBackForm] = NONE
) -> HttpResponse:
    backs = of_each(GiveBackForm, [(each, each.award.pk) for each in page.awards], sent)
    return render(request, "experts/organizer/awards.html", {"page": page, "awards": backs})

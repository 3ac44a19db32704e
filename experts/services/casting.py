"""The casting vote on teams that rule and chain left equal, and who is out of the room meanwhile.

Seats and event are held as a close holds them: of two votes at once one counts, and no sheet moves.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, Person, User
from experts.deliberation_errors import (
    NoLongerTied,
    NotRecused,
    NotYoursToCast,
    OrderNotWhole,
    PanelIsVoting,
    ScoringIsOpen,
    StillInTheRoom,
    TieDecidedMeanwhile,
    VoteStandsNot,
)
from experts.models import CastingVote, Interest, Seat, StepOut
from experts.reports.deliberation import Deliberation, deliberation
from experts.reports.grid import Grid
from experts.reports.votes import is_being_voted_on
from experts.services.closing import held_event
from experts.services.reasons import checked_reason
from experts.services.sealed import refuse_if_sealed


@dataclass(frozen=True)
class Vote:
    """On projects, by their ids; `order` names each once, the best first, or none where the place stays shared."""

    projects: tuple[int, ...]
    order: tuple[int, ...]
    reason: str


@transaction.atomic
def cast_vote(event: Event, vote: Vote, *, seat: Seat, at: datetime) -> CastingVote:
    """The same vote from the same seat is one vote.

    Raises ScoringIsOpen, ReasonMissing, ReasonRefused, OrderNotWhole, NotYoursToCast, NoLongerTied,
    TieDecidedMeanwhile, PanelIsVoting, StillInTheRoom.
    """
    reason = checked_reason(vote.reason)
    if vote.order and sorted(vote.order) != sorted(vote.projects):
        raise OrderNotWhole
    held = _held_closed(event)
    found = deliberation(Grid(held))
    if found.casting.on(vote.projects).seat != seat:
        raise NotYoursToCast
    question = found.question_on(vote.projects)
    if question is None:
        raise NoLongerTied
    order = _joined(vote.order)
    if stands := question.rest.vote:
        if (stands.seat_id, stands.order, stands.reason) == (seat.pk, order, reason):
            return stands
        raise TieDecidedMeanwhile
    if question.rest.first:
        raise TieDecidedMeanwhile  # by a vote of the panel
    if is_being_voted_on(held, vote.projects):
        raise PanelIsVoting
    if question.in_the_room:
        raise StillInTheRoom(each.seat.person.name for each in question.in_the_room)
    for void in found.decided.void:
        if void.projects == tuple(sorted(vote.projects)):
            _take_back(held, void, seat.person, at, found)
    cast = CastingVote.objects.create(
        event=held,
        seat=seat,
        teams=_joined(sorted(vote.projects)),
        order=order,
        reason=reason,
        at=at,
        is_rehearsal=held.is_rehearsal,
    )
    verb = "casting_vote.cast" if order else "casting_vote.left_shared"
    _write(held, seat.person, verb, cast, found)
    return cast


@transaction.atomic
def take_vote_back(
    event: Event, vote_id: int, *, seats: Collection[Seat], at: datetime
) -> CastingVote:
    """By whoever cast it, from one of their seats; it stays on record. Raises ScoringIsOpen, VoteStandsNot."""
    held = _held_closed(event)
    votes = CastingVote.objects.of_event(held).standing()
    cast = votes.select_related("seat__person").filter(pk=vote_id, seat__in=seats).first()
    if cast is None:
        raise VoteStandsNot
    _take_back(held, cast, cast.seat.person, at, deliberation(Grid(held)))
    return cast


def _take_back(
    event: Event, cast: CastingVote, who: Person, at: datetime, found: Deliberation
) -> None:
    cast.taken_back_at = at
    cast.save(update_fields=["taken_back_at"])
    _write(event, who, "casting_vote.taken_back", cast, found)


def _write(event: Event, who: Person, verb: str, cast: CastingVote, found: Deliberation) -> None:
    numbers = found.decided.numbers
    details: dict[str, Any] = {
        "seat": cast.seat_id,
        "teams": list(numbers(cast.projects)),
        "order": list(numbers(cast.ordered)),
        "reason": cast.reason,
    }
    AuditEntry.write(event, who, verb, cast, details | lines_of(cast))


def _joined(projects: Iterable[int]) -> str:
    return ",".join(map(str, projects))


@transaction.atomic
def step_out(
    event: Event, *, seat: int, project: int, actor: User | Person, at: datetime
) -> StepOut:
    """Noted once while they are out. Raises ScoringIsOpen, NotRecused."""
    held = _held_closed(event)
    ties = Interest.objects.of_event(held).recusing()
    if not ties.filter(seat=seat, project=project).exists():
        raise NotRecused
    out, is_new = StepOut.objects.get_or_create(
        seat_id=seat,
        project_id=project,
        is_rehearsal=held.is_rehearsal,
        back_at=None,
        defaults={"out_at": at},
    )
    if is_new:
        _note(held, actor, "step_out.out", out)
    return out


@transaction.atomic
def come_back(
    event: Event, *, seat: int, project: int, actor: User | Person, at: datetime
) -> StepOut | None:
    """None where they are not out. Raises ScoringIsOpen."""
    held = _held_closed(event)
    out = StepOut.objects.of_event(held).out_now().filter(seat=seat, project=project).first()
    if out:
        out.back_at = at
        out.save(update_fields=["back_at"])
        _note(held, actor, "step_out.back", out)
    return out


def _note(event: Event, actor: User | Person, verb: str, out: StepOut) -> None:
    details: dict[str, Any] = {"seat": out.seat_id, "project": out.project_id}
    AuditEntry.write(event, actor, verb, out, details | lines_of(out))


def _held_closed(event: Event) -> Event:
    held = held_event(event.pk)
    if held.is_scoring_open:
        raise ScoringIsOpen
    refuse_if_sealed(held)
    return held

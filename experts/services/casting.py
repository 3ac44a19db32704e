"""The casting vote on teams that rule and chain left equal, and who is out of the room meanwhile.

Seats and event are held as a close holds them: of two votes at once one counts, and no sheet moves.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from events.covered import lines_of
from events.models import AuditEntry, Event, Person, User
from experts.errors import (
    NoLongerTied,
    NotRecused,
    NotYoursToCast,
    OrderNotWhole,
    PanelDecides,
    PanelIsVoting,
    SomebodyCasts,
    StillInTheRoom,
    TieDecidedMeanwhile,
    VoteStandsNot,
)
from experts.models import CastingVote, Interest, Seat, StepOut
from experts.reports.deliberation import Deliberation, Question, deliberation
from experts.reports.grid import Grid
from experts.services.deliberating import held_closed
from experts.services.reasons import checked_reason


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
    PanelDecides, TieDecidedMeanwhile, PanelIsVoting, StillInTheRoom.
    """
    reason = checked_reason(vote.reason)
    if vote.order and sorted(vote.order) != sorted(vote.projects):
        raise OrderNotWhole
    held = held_closed(event.pk)
    found = deliberation(Grid(held))
    caster = found.casting.on(vote.projects).seat
    if caster is None or caster != seat:
        raise NotYoursToCast
    question, order = _question(found, vote.projects), _joined(vote.order)
    if question.is_by_panel:
        raise PanelDecides
    if stands := question.rest.vote:
        if (stands.seat_id, stands.order, stands.reason) == (seat.pk, order, reason):
            return stands
        raise TieDecidedMeanwhile
    _check_undecided(question)
    if question.in_the_room:
        raise StillInTheRoom(each.seat.person.name for each in question.in_the_room)
    _take_back_void(held, found, vote.projects, seat.person, at)
    cast = CastingVote.objects.create(
        event=held,
        seat=seat,
        role=caster.role,
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
def leave_shared(
    event: Event, projects: Sequence[int], *, reason: str, by: User, at: datetime
) -> CastingVote:
    """Put on record that a place stays shared where nobody has the casting vote; twice is once.

    Raises ScoringIsOpen, ReasonMissing, ReasonRefused, NoLongerTied, SomebodyCasts, PanelDecides,
    TieDecidedMeanwhile, PanelIsVoting.
    """
    because = checked_reason(reason)
    held = held_closed(event.pk)
    found = deliberation(Grid(held))
    question = _question(found, projects)
    if question.caster:
        raise SomebodyCasts
    if question.must_vote:
        raise PanelDecides
    if stands := question.rest.vote:
        return stands
    _check_undecided(question)
    _take_back_void(held, found, projects, by, at)
    left = CastingVote.objects.create(
        event=held,
        by=by,
        teams=_joined(sorted(projects)),
        reason=because,
        at=at,
        is_rehearsal=held.is_rehearsal,
    )
    _write(held, by, "casting_vote.stays_shared", left, found)
    return left


def _question(found: Deliberation, projects: Collection[int]) -> Question:
    question = found.question_on(projects)
    if question is None:
        raise NoLongerTied
    return question


def _check_undecided(question: Question) -> None:
    """By the panel."""
    if question.rest.first:
        raise TieDecidedMeanwhile
    if question.is_voted_on:
        raise PanelIsVoting


@transaction.atomic
def take_vote_back(
    event: Event, vote_id: int, *, seats: Collection[Seat], at: datetime
) -> CastingVote:
    """By whoever cast it, from one of their seats; it stays on record. Raises ScoringIsOpen, VoteStandsNot."""
    held = held_closed(event.pk)
    cast = _standing(held, vote_id, Q(seat__in=seats))
    who = next(each.person for each in seats if each.pk == cast.seat_id)
    _take_back(held, cast, who, at, deliberation(Grid(held)))
    return cast


@transaction.atomic
def take_shared_back(event: Event, vote_id: int, *, by: User, at: datetime) -> CastingVote:
    """What `leave_shared` put on record. Raises ScoringIsOpen, VoteStandsNot."""
    held = held_closed(event.pk)
    left = _standing(held, vote_id, Q(seat=None))
    _take_back(held, left, by, at, deliberation(Grid(held)))
    return left


def _standing(event: Event, vote_id: int, whose: Q) -> CastingVote:
    cast = CastingVote.objects.of_event(event).standing().filter(whose, pk=vote_id).first()
    if cast is None:
        raise VoteStandsNot
    return cast


def _take_back_void(
    event: Event, found: Deliberation, projects: Collection[int], who: Person | User, at: datetime
) -> None:
    """One vote stands on the same teams: what counts no longer makes room."""
    for void in found.decided.void:
        if void.projects == tuple(sorted(projects)):
            _take_back(event, void, who, at, found)


def _take_back(
    event: Event, cast: CastingVote, who: Person | User, at: datetime, found: Deliberation
) -> None:
    cast.taken_back_at = at
    cast.save(update_fields=["taken_back_at"])
    _write(event, who, "casting_vote.taken_back", cast, found)


def _write(
    event: Event, who: Person | User, verb: str, cast: CastingVote, found: Deliberation
) -> None:
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
    held = held_closed(event.pk)
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
    held = held_closed(event.pk)
    out = StepOut.objects.of_event(held).out_now().filter(seat=seat, project=project).first()
    if out:
        out.back_at = at
        out.save(update_fields=["back_at"])
        _note(held, actor, "step_out.back", out)
    return out


def _note(event: Event, actor: User | Person, verb: str, out: StepOut) -> None:
    details: dict[str, Any] = {"seat": out.seat_id, "project": out.project_id}
    AuditEntry.write(event, actor, verb, out, details | lines_of(out))

"""What follows from a vote when its count stands: the commission signs, the chair decides equal votes, an award is given."""

from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event
from experts.ballots import Said
from experts.errors import (
    NoSuchAnswer,
    NothingIsEqual,
    NotYoursToLead,
    NotYoursToSign,
    NotYoursToVote,
    VoteIsOpen,
)
from experts.models import Award, CountingSeat, DecidingVoice, PanelVote, Seat
from experts.reports.votes import VoteTold, votes_of
from experts.services.deliberating import held_closed
from experts.services.reasons import checked_reason


@transaction.atomic
def sign_count(event: Event, vote_id: int, seat: Seat, *, at: datetime) -> CountingSeat:
    """One of the commission says that the count is right. Raises ScoringIsOpen, NotYoursToSign, VoteIsOpen."""
    held = held_closed(event.pk)
    counting = CountingSeat.objects.filter(vote=vote_id, seat=seat.pk, signed_at=None)
    one = counting.select_related("vote").filter(vote__in=PanelVote.objects.of_event(held)).first()
    if one is None or one.vote.is_withdrawn:
        raise NotYoursToSign
    if one.vote.is_open:
        raise VoteIsOpen
    one.signed_at = at
    one.save(update_fields=["signed_at"])
    details = {"seat": seat.pk, "vote": vote_id, **lines_of(one)}
    AuditEntry.write(held, seat.person, "vote.count_signed", one.vote, details)
    conclude(held, one.vote, at=at)
    return one


@transaction.atomic
def decide_equal(
    event: Event, vote_id: int, seat: Seat, said: Said, *, reason: str, at: datetime
) -> DecidingVoice:
    """The chair's voice where votes are equal, the deputy's where the chair is tied to a team, never taken back.

    Raises ReasonMissing, ReasonRefused, ScoringIsOpen, NotYoursToVote, NothingIsEqual, NotYoursToLead, NoSuchAnswer.
    """
    because = checked_reason(reason)
    held = held_closed(event.pk)
    found = _found(held, vote_id)
    if not found.waits_for_chair or found.count is None:
        raise NothingIsEqual
    if found.leader is None or found.leader != seat:
        raise NotYoursToLead
    if said not in found.count.leading:
        raise NoSuchAnswer
    voice = DecidingVoice.objects.create(
        vote=found.vote,
        seat=seat,
        role=found.leader.role,
        choice=said.choice,
        team_id=said.team,
        reason=because,
        at=at,
    )
    details = {"seat": seat.pk, "vote": vote_id, "reason": because, **lines_of(voice)}
    AuditEntry.write(held, seat.person, "vote.decided", found.vote, details)
    conclude(held, found.vote, at=at)
    return voice


def conclude(event: Event, vote: PanelVote, *, at: datetime) -> None:
    """Put the count on record as soon as it stands, and give the award that it decided."""
    found = _found(event, vote.pk)
    if not found.is_finished or found.count is None:
        return
    counts = {_word(said): count for said, count in found.count.counts}
    details = {"counts": counts, "winner": _word(found.winner) if found.winner else ""}
    AuditEntry.write(event, "system:votes", "vote.counted", vote, details)
    if vote.subject == PanelVote.Subject.AWARD and found.winner and found.winner.team:
        _give(event, vote, found.winner.team, at)


def _give(event: Event, vote: PanelVote, project: int, at: datetime) -> None:
    award, is_new = Award.objects.get_or_create(
        project_id=project,
        kind=vote.award_kind,
        is_rehearsal=event.is_rehearsal,
        defaults={"vote": vote, "reason": vote.question, "at": at},
    )
    if is_new:
        details = {"project": project, "award": award.kind, **lines_of(award)}
        AuditEntry.write(event, "system:votes", "award.given", award, details)


def _found(event: Event, vote_id: int) -> VoteTold:
    found = next((each for each in votes_of(event) if each.vote.pk == vote_id), None)
    if found is None:
        raise NotYoursToVote
    return found


def _word(said: Said) -> str:
    return f"{said.choice}:{said.team}" if said.team else said.choice

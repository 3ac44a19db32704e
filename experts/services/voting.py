"""A vote of the panel: opened, given, closed.

The event is held with its seats, so that no recusal comes in between; then the vote, so that nobody votes twice.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.texts import one_line
from experts.ballots import LEAST_COMMISSION, Said, cast_into
from experts.errors import (
    AwardMissing,
    CommissionMissing,
    HasVoted,
    NobodyMayVote,
    NoSuchAnswer,
    NotTied,
    NotYoursToLead,
    NotYoursToVote,
    NotYoursToWithdraw,
    TeamsMissing,
    VotedBefore,
    VoteIsClosed,
    WordsRefused,
)
from experts.models import (
    VOTED_ON,
    CountingSeat,
    Panel,
    PanelVote,
    Seat,
    SecretBallot,
    VotedTeam,
    Voter,
)
from experts.reports.decision import decided
from experts.reports.grid import Grid
from experts.reports.leading import leader_of, people_tied_to
from experts.reports.votes import votes_of
from experts.services.concluding import conclude
from experts.services.deliberating import Who, closed, held_closed
from experts.services.reasons import checked_reason
from experts.services.sealed import actor_of
from experts.validators import vote_question
from projects.models import Project

_CHANCE = SystemRandom()
LEAST_TEAMS = 2


@dataclass(frozen=True)
class Asked:
    """What is voted on; `teams` are projects, `commission` the seats of those who count a secret vote.

    `op_id` names the form that it came by, so that one sent twice is one vote.
    """

    subject: str
    question: str
    teams: Collection[int] = ()
    award_kind: str = ""
    is_secret: bool = False
    commission: Collection[int] = ()
    op_id: UUID | None = None

    @property
    def asks_for_a_team(self) -> bool:
        return self.subject != PanelVote.Subject.MOTION


@transaction.atomic
def open_vote(panel: Panel, asked: Asked, *, by: User | Seat, at: datetime) -> PanelVote:
    """Put a question to all of the panel who are recused from none of its teams.

    Raises ScoringIsOpen, WordsRefused, AwardMissing, TeamsMissing, NotTied, VotedBefore, NotYoursToLead, CommissionMissing,
    NobodyMayVote.
    """
    event = held_closed(panel.room.event_id)
    if asked.op_id and (again := PanelVote.objects.filter(op_id=asked.op_id, panel=panel).first()):
        return again
    question = _checked_question(asked.question)
    teams = _checked_teams(event, panel, asked)
    recused = people_tied_to([each.pk for each in teams])
    seats = list(Seat.objects.filter(panel=panel).in_order().select_related("person"))
    _check_leader(panel, [each.pk for each in teams], by)
    commission = _checked_commission(seats, asked, recused)
    voting = [each for each in seats if each.is_scoring and each.person_id not in recused]
    if not voting:
        raise NobodyMayVote
    vote = PanelVote.objects.create(
        panel=panel,
        subject=asked.subject,
        award_kind=asked.award_kind,
        question=question,
        is_secret=asked.is_secret,
        opened_at=at,
        op_id=asked.op_id,
        opened_by=by if isinstance(by, User) else None,
        opened_from=by if isinstance(by, Seat) else None,
        is_rehearsal=event.is_rehearsal,
    )
    rows = _made(vote, teams, commission, voting)
    details = {"teams": [each.number for each in teams], "question": question}
    details["secret"] = "yes" if asked.is_secret else "no"
    AuditEntry.write(event, actor_of(by), "vote.opened", vote, {**details, **lines_of(vote, *rows)})
    return vote


def _made(
    vote: PanelVote, teams: Sequence[Project], commission: Sequence[Seat], voting: Sequence[Seat]
) -> list[Any]:
    """In this order: the database lets no team and nobody who counts come after the voters."""
    voted = VotedTeam.objects.bulk_create(VotedTeam(vote=vote, project=each) for each in teams)
    counting = CountingSeat.objects.bulk_create(
        CountingSeat(vote=vote, seat=each) for each in commission
    )
    voters = Voter.objects.bulk_create(Voter(vote=vote, seat=each) for each in voting)
    box = [SecretBallot(vote=vote) for _each in voting] if vote.is_secret else []
    return [*voted, *counting, *voters, *SecretBallot.objects.bulk_create(box)]


def _checked_question(question: str) -> str:
    text = one_line(question)
    if flaw := vote_question.flaw(text):
        raise WordsRefused(flaw)
    return text


def _checked_teams(event: Event, panel: Panel, asked: Asked) -> list[Project]:
    of_room = Project.objects.filter(defense__run_item__room=panel.room_id, pk__in=asked.teams)
    teams = list(of_room.order_by("number"))
    if asked.subject == PanelVote.Subject.AWARD and asked.award_kind not in VOTED_ON:
        raise AwardMissing
    if asked.asks_for_a_team and len(teams) < LEAST_TEAMS:
        raise TeamsMissing
    if asked.subject == PanelVote.Subject.TIE:
        _check_tied(event, [each.number for each in teams])
    _check_not_voted_before(event, panel, asked, {each.pk for each in teams})
    return teams


def _check_tied(event: Event, numbers: Sequence[int]) -> None:
    """Rule and chain left exactly these equal, and nobody has decided on them."""
    rests = decided(Grid(event)).rests
    if not any(each.is_open and each.teams == tuple(sorted(numbers)) for each in rests):
        raise NotTied


def _check_not_voted_before(event: Event, panel: Panel, asked: Asked, teams: set[int]) -> None:
    """A vote that came to nothing may be put again; one that decided is not asked until it pleases."""
    for each in votes_of(event):
        is_same = {team.pk for team in each.teams} == teams or bool(asked.award_kind)
        if not asked.asks_for_a_team:
            is_same &= each.vote.panel_id == panel.pk and _reads_alike(each.vote, asked)
        is_alike = (each.vote.subject, each.vote.award_kind) == (asked.subject, asked.award_kind)
        if is_alike and is_same and not each.came_to_nothing:
            raise VotedBefore


def _reads_alike(vote: PanelVote, asked: Asked) -> bool:
    return vote.question.casefold() == one_line(asked.question).casefold()


def _check_leader(panel: Panel, projects: Collection[int], by: Who) -> None:
    if isinstance(by, Seat) and leader_of(panel, projects) != by:
        raise NotYoursToLead


def _checked_commission(
    seats: Sequence[Seat], asked: Asked, recused: Collection[int]
) -> list[Seat]:
    if not asked.is_secret:
        return []
    found = [
        each
        for each in seats
        if each.pk in asked.commission
        and each.role != Seat.Role.CHAIR
        and each.person_id not in recused
    ]
    if len(found) != LEAST_COMMISSION or len(set(asked.commission)) != LEAST_COMMISSION:
        raise CommissionMissing
    return found


@transaction.atomic
def cast_ballot(vote_id: int, seat: Seat, said: Said) -> Voter:
    """Once. Of a secret vote the log and the voter's row say that it was given, and nothing what.

    Raises NotYoursToVote, ScoringIsOpen, VoteIsClosed, HasVoted, NoSuchAnswer.
    """
    event = closed(Event.objects.held(seat.panel.room.event_id))  # recusals wait for the reopening
    vote = held_vote(event, vote_id)
    voter = Voter.objects.filter(vote=vote, seat=seat.pk).first()
    teams = set(vote.teams.values_list("project", flat=True))
    if voter is None or seat.person_id in people_tied_to(teams):
        raise NotYoursToVote
    if not vote.is_open:
        raise VoteIsClosed
    if voter.has_voted:
        raise HasVoted
    _check_answer(vote, said, teams)
    voter.has_voted = True
    if vote.is_secret:
        _put_into_box(vote, said)
    else:
        voter.choice, voter.team_id = said.choice, said.team
    voter.save(update_fields=["has_voted", "choice", "team"])
    details = {"seat": seat.pk, "vote": vote.pk, **lines_of(voter)}
    AuditEntry.write(event, seat.person, "vote.cast", vote, details)
    return voter


def _check_answer(vote: PanelVote, said: Said, teams: Collection[int]) -> None:
    answers = {Said("for"), Said("against"), Said("abstained")}
    if vote.asks_for_a_team:
        answers = {Said("abstained"), *(Said("team", each) for each in teams)}
    if said not in answers:
        raise NoSuchAnswer


def _put_into_box(vote: PanelVote, said: Said) -> None:
    """Writes all ballots anew: one row alone that changed would be the one that was cast."""
    keys, box = [], []
    for key, choice, team in vote.ballots.values_list("pk", "choice", "team"):
        keys.append(key)
        box.append(Said(choice, team))
    saying: defaultdict[Said, list[UUID]] = defaultdict(list)
    for key, found in zip(keys, cast_into(box, said, _CHANCE), strict=True):
        saying[found].append(key)
    for found, theirs in saying.items():
        vote.ballots.filter(pk__in=theirs).update(choice=found.choice, team=found.team)


@transaction.atomic
def close_vote(event: Event, vote_id: int, *, by: User | Seat, at: datetime) -> PanelVote:
    """From then on nothing is given. Closing twice is closing once. Raises ScoringIsOpen, NotYoursToVote, NotYoursToLead."""
    held = held_closed(event.pk)
    vote = held_vote(held, vote_id)
    _check_leader(vote.panel, set(vote.teams.values_list("project", flat=True)), by)
    if vote.is_open:
        vote.closed_at = at
        vote.save(update_fields=["closed_at"])
        details = {"cast": vote.voters.filter(has_voted=True).count(), **lines_of(vote)}
        AuditEntry.write(held, actor_of(by), "vote.closed", vote, details)
        conclude(held, vote, at=at)
    return vote


@transaction.atomic
def withdraw_vote(
    event: Event, vote_id: int, *, reason: str, by: User | Seat, at: datetime
) -> PanelVote:
    """An open vote that was put by mistake, by whoever opened it; its ballots stay and count nothing. Twice is once.

    Raises ScoringIsOpen, ProtocolIsSealed, NotYoursToVote, NotYoursToWithdraw, VoteIsClosed, and of what can be withdrawn
    ReasonMissing or ReasonRefused.
    """
    held = held_closed(event.pk)
    vote = held_vote(held, vote_id)
    if not is_opened_by(vote, by):
        raise NotYoursToWithdraw
    if vote.is_withdrawn and vote.withdrawn_reason == one_line(reason):
        return vote
    if not vote.is_open:
        raise VoteIsClosed
    because = checked_reason(reason)
    vote.closed_at, vote.withdrawn_reason = at, because
    vote.save(update_fields=["closed_at", "withdrawn_reason"])
    cast = vote.voters.filter(has_voted=True).count()
    details = {"cast": cast, "reason": because, **lines_of(vote)}
    AuditEntry.write(held, actor_of(by), "vote.withdrawn", vote, details)
    return vote


def is_opened_by(vote: PanelVote, by: User | Seat) -> bool:
    """A seat stands for its person."""
    if isinstance(by, Seat):
        return vote.opened_from is not None and vote.opened_from.person_id == by.person_id
    return vote.opened_by == by


def held_vote(event: Event, vote_id: int) -> PanelVote:
    """Locked until the transaction ends. Raises NotYoursToVote if there is none."""
    votes = PanelVote.objects.of_event(event).select_related("panel__room", "opened_from")
    vote = votes.select_for_update(of=("self",), no_key=True).filter(pk=vote_id).first()
    if vote is None:
        raise NotYoursToVote
    return vote

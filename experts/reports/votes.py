"""What the panel voted on. What was given is told when a vote is closed, of a secret one when its count is signed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, Value, When

from events.models import Event
from experts.ballots import LEAST_TOLD, Count, Said, count_of
from experts.models import (
    CountingSeat,
    DecidingVoice,
    Interest,
    PanelVote,
    Seat,
    SecretBallot,
    VotedTeam,
    Voter,
)
from experts.models.votes import PanelVoteQuerySet
from experts.reports.leading import Leaders, leaders_of
from projects.models import Project


@dataclass(frozen=True)
class VoteTold:
    """A vote with who may vote, who counts and who leads; `count`, `winner` and `named` are empty before their time.

    Who became tied to a team of it since is no voter of an open vote, and their deciding voice is void.
    """

    vote: PanelVote
    teams: tuple[Project, ...]
    voters: tuple[Voter, ...]
    commission: tuple[CountingSeat, ...]
    deciding: DecidingVoice | None
    ballots: tuple[Said, ...]
    leader: Seat | None

    @property
    def cast_count(self) -> int:
        return sum(each.has_voted for each in self.voters)

    @property
    def waiting(self) -> tuple[Voter, ...]:
        """Who may vote and has not."""
        return tuple(each for each in self.voters if not each.has_voted)

    @property
    def is_signed(self) -> bool:
        return all(each.signed_at for each in self.commission)

    @property
    def is_told(self) -> bool:
        return not (self.vote.is_open or self.vote.is_withdrawn) and self.is_signed

    @cached_property
    def _counted(self) -> Count:
        return count_of(self.ballots)

    @property
    def has_too_few(self) -> bool:
        """A secret vote whose count would tell what somebody gave: it comes to nothing."""
        is_closed = self.vote.is_secret and not self.vote.is_open
        is_closed &= not self.vote.is_withdrawn
        return is_closed and self._counted.total < LEAST_TOLD

    @property
    def count(self) -> Count | None:
        return self._counted if self.is_told and not self.has_too_few else None

    def count_for(self, seats: Collection[int]) -> Count | None:
        """For who counts, as soon as the vote is closed; else as for everybody."""
        counts = any(each.seat_id in seats for each in self.commission)
        counts &= not self.vote.is_withdrawn
        is_theirs = counts and not self.vote.is_open and not self.has_too_few
        return self._counted if is_theirs else self.count

    @property
    def named(self) -> tuple[tuple[Voter, Said], ...]:
        """Who gave what in an open vote."""
        return self._by_name() if self.is_told else ()

    @property
    def void(self) -> tuple[tuple[Voter, Said], ...]:
        """Who gave what in an open vote that was withdrawn."""
        return self._by_name() if self.vote.is_withdrawn else ()

    def _by_name(self) -> tuple[tuple[Voter, Said], ...]:
        if self.vote.is_secret:
            return ()
        return tuple((each, _said(each)) for each in self.voters if each.has_voted)

    @property
    def waits_for_chair(self) -> bool:
        """Equal votes, and somebody to decide them; where chair and deputy are tied or absent they stay equal."""
        is_left = bool(self.count and self.count.is_equal and not hasattr(self.vote, "deciding"))
        return is_left and self.leader is not None

    @property
    def is_finished(self) -> bool:
        """Nobody has anything left to do about it."""
        return self.vote.is_withdrawn or (self.is_told and not self.waits_for_chair)

    @property
    def winner(self) -> Said | None:
        """By the votes, or by the chair where they were equal."""
        if self.count is None:
            return None
        return _said(self.deciding) if self.deciding else self.count.winner

    @property
    def came_to_nothing(self) -> bool:
        return self.is_finished and self.winner is None

    def concerns(self, projects: Collection[int]) -> bool:
        return any(each.pk in projects for each in self.teams)


def votes_of(event: Event, leaders: Leaders | None = None) -> list[VoteTold]:
    """In the order in which they were opened. Nine queries, however many there are; five where the leaders are known."""
    leaders = leaders or leaders_of(event)
    return [_told(vote, leaders) for vote in _read(PanelVote.objects.of_event(event))]


def _read(votes: PanelVoteQuerySet) -> PanelVoteQuerySet:
    """With all that hangs on them."""
    return votes.select_related(
        "panel__room__event", "opened_by", "opened_from__person", "deciding__seat__person"
    ).prefetch_related(
        Prefetch("teams", VotedTeam.objects.select_related("project")),
        Prefetch("voters", Voter.objects.select_related("seat__person")),
        Prefetch("commission", CountingSeat.objects.select_related("seat__person")),
        "ballots",
    )


def _told(vote: PanelVote, leaders: Leaders) -> VoteTold:
    teams = tuple(each.project for each in vote.teams.all())
    tied = leaders.tied_to([each.pk for each in teams])
    voters = tuple(
        each for each in vote.voters.all() if vote.is_secret or each.seat.person_id not in tied
    )
    deciding = getattr(vote, "deciding", None)
    if deciding and deciding.seat.person_id in tied:
        deciding = None
    of_box: Iterable[SecretBallot | Voter] = vote.ballots.all() if vote.is_secret else voters
    return VoteTold(
        vote=vote,
        teams=teams,
        voters=voters,
        commission=tuple(vote.commission.all()),
        deciding=deciding,
        ballots=tuple(_said(each) for each in of_box),
        leader=leaders.of(vote.panel.room_id, [each.pk for each in teams]).seat,
    )


def _said(row: SecretBallot | Voter | DecidingVoice) -> Said:
    return Said(row.choice, row.team_id)


def unfinished_votes(event: Event, leaders: Leaders | None = None) -> list[VoteTold]:
    """Those that are open, not signed or left equal: no protocol is sealed before they are finished."""
    return [each for each in votes_of(event, leaders) if not each.is_finished]


@dataclass(frozen=True)
class TieVote:
    """A vote on which of equal teams is before the others: their projects in ascending order, and what came of it."""

    teams: tuple[int, ...]
    is_told: bool
    count: Count | None
    deciding: Said | None
    was_decided: bool  # by the chair, also where that is void since

    @property
    def first(self) -> int | None:
        said = self.deciding or (self.count and self.count.winner)
        return said.team if said else None

    @property
    def is_left_equal(self) -> bool:
        return bool(self.count and self.count.is_equal and not self.was_decided)


def tie_votes(event: Event) -> list[TieVote]:
    """In the order in which they were opened. One query, for it is part of every result."""
    votes = PanelVote.objects.of_event(event).standing().filter(subject=PanelVote.Subject.TIE)
    return [_tie_vote(rows) for _vote, rows in groupby(_rows_of(votes), key=itemgetter(0, 1))]


def first_of_tied(votes: Iterable[TieVote]) -> Mapping[tuple[int, ...], int]:
    """Which of tied teams the panel put before the others: the id of its project, by the ids of all.

    Of the votes that are told, the last on the same teams.
    """
    return {each.teams: each.first for each in votes if each.first is not None}


def _rows_of(votes: PanelVoteQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    """When each was opened, its id, and what is of it: a team; of one that is told a ballot, and what the chair decided."""
    told = votes.told()
    tied = VotedTeam.objects.filter(vote__in=votes).order_by()
    which = Case(When(vote__in=told, then=Value("told")), default=Value("waits"))
    teams = tied.annotate(of=which, choice=Value("")).values_list(*VOTE, "choice", "project")
    decided = Case(When(_since_tied(), then=Value("void")), default=Value("decided"))
    said = (
        each.filter(vote__in=told).order_by().annotate(of=of).values_list(*VOTE, "choice", "team")
        for of, each in (
            (Value("given"), Voter.objects.exclude(_since_tied())),
            (Value("secret"), SecretBallot.objects.all()),
            (decided, DecidingVoice.objects.all()),
        )
    )
    return teams.union(*said, all=True).order_by("vote__opened_at", "vote")


def _since_tied() -> Exists:
    """Of a voter or a deciding voice: its person is tied to a team of the vote."""
    ties = Interest.objects.standing_between().filter(seat__person=OuterRef("seat__person"))
    return Exists(ties.filter(project__votedteam__vote=OuterRef("vote")))


VOTE: Final = ("vote__opened_at", "vote", "of")


def _tie_vote(rows: Iterable[tuple[Any, ...]]) -> TieVote:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for _opened, _vote, of, choice, team in rows:
        found[of].append(Said(choice, team))
    count = count_of(found["given"] + found["secret"])
    is_counted = bool(found["told"]) and (not found["secret"] or count.total >= LEAST_TOLD)
    teams = (each.team for each in found["told"] + found["waits"])
    return TieVote(
        teams=tuple(sorted(team for team in teams if team is not None)),
        is_told=bool(found["told"]),
        count=count if is_counted else None,
        deciding=next(iter(found["decided"]), None),
        was_decided=bool(found["decided"] or found["void"]),
    )

"""What the panel voted on. What was given is told when a vote is closed, of a secret one when its count is signed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Prefetch, QuerySet, Value

from events.models import Event
from experts.ballots import Count, Said, count_of
from experts.models import (
    CountingSeat,
    DecidingVoice,
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
    """A vote with who may vote, who counts and who leads; `count`, `winner` and `named` are empty before their time."""

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
        return not self.vote.is_open and self.is_signed

    @cached_property
    def count(self) -> Count | None:
        return count_of(self.ballots) if self.is_told else None

    def count_for(self, seats: Collection[int]) -> Count | None:
        """For who counts, as soon as the vote is closed; else as for everybody."""
        counts = any(each.seat_id in seats for each in self.commission)
        return count_of(self.ballots) if counts and not self.vote.is_open else self.count

    @property
    def named(self) -> tuple[tuple[Voter, Said], ...]:
        """Who gave what in an open vote."""
        if not self.is_told or self.vote.is_secret:
            return ()
        return tuple((each, _said(each)) for each in self.voters if each.has_voted)

    @property
    def waits_for_chair(self) -> bool:
        """Equal votes, and somebody to decide them; where both chair and deputy are tied they stay equal."""
        is_left = bool(self.count and self.count.is_equal and self.deciding is None)
        return is_left and self.leader is not None

    @property
    def is_finished(self) -> bool:
        """Nobody has anything left to do about it."""
        return self.is_told and not self.waits_for_chair

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


def votes_of(event: Event) -> list[VoteTold]:
    """In the order in which they were opened. Seven queries, however many there are."""
    leaders = leaders_of(event)
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
    voters = tuple(vote.voters.all())
    of_box: Iterable[SecretBallot | Voter] = vote.ballots.all() if vote.is_secret else voters
    teams = tuple(each.project for each in vote.teams.all())
    return VoteTold(
        vote=vote,
        teams=teams,
        voters=voters,
        commission=tuple(vote.commission.all()),
        deciding=getattr(vote, "deciding", None),
        ballots=tuple(_said(each) for each in of_box),
        leader=leaders.of(vote.panel_id, [each.pk for each in teams]),
    )


def _said(row: SecretBallot | Voter | DecidingVoice) -> Said:
    return Said(row.choice, row.team_id)


def unfinished_votes(event: Event) -> list[VoteTold]:
    """Those that are open, not signed or left equal: no protocol is sealed before they are finished."""
    return [each for each in votes_of(event) if not each.is_finished]


def first_of_tied(event: Event) -> Mapping[tuple[int, ...], int]:
    """Which of tied teams the panel put before the others: the id of its project, by the ids of all in ascending order.

    Of the votes that are told, the last on the same teams. One query, for it is part of every result.
    """
    votes = PanelVote.objects.of_event(event).filter(subject=PanelVote.Subject.TIE).told()
    firsts = {}
    for _vote, rows in groupby(_rows_of(votes), key=itemgetter(0, 1)):
        teams, ballots, deciding = _parts_of(rows)
        winner = deciding or count_of(ballots).winner
        if winner and winner.team is not None:
            firsts[teams] = winner.team
    return firsts


def _rows_of(votes: PanelVoteQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    """When each was opened, its id, and what is of it: a team, a ballot that was given, what the chair decided."""
    tied = VotedTeam.objects.filter(vote__in=votes).order_by()
    teams = tied.annotate(of=Value("tied"), choice=Value("")).values_list(
        *VOTE, "choice", "project"
    )
    said = (
        model.objects.filter(vote__in=votes)
        .order_by()
        .annotate(of=Value(of))
        .values_list(*VOTE, "choice", "team")
        for of, model in (("given", Voter), ("given", SecretBallot), ("decided", DecidingVoice))
    )
    return teams.union(*said, all=True).order_by("vote__opened_at", "vote")


VOTE: Final = ("vote__opened_at", "vote", "of")


def _parts_of(
    rows: Iterable[tuple[Any, ...]],
) -> tuple[tuple[int, ...], list[Said], Said | None]:
    """The teams in ascending order, the ballots, and what the chair decided."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for _opened, _vote, of, choice, team in rows:
        found[of].append(Said(choice, team))
    teams = tuple(sorted(each.team for each in found["tied"] if each.team is not None))
    return teams, found["given"], next(iter(found["decided"]), None)

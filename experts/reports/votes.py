"""What the panel voted on. What was given is told when a vote is closed, of a secret one when its count is signed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Value

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
        return not self.vote.is_open and self.is_signed

    @cached_property
    def _counted(self) -> Count:
        return count_of(self.ballots)

    @property
    def has_too_few(self) -> bool:
        """A secret vote whose count would tell what somebody gave: it comes to nothing."""
        is_closed = self.vote.is_secret and not self.vote.is_open
        return is_closed and self._counted.total < LEAST_TOLD

    @property
    def count(self) -> Count | None:
        return self._counted if self.is_told and not self.has_too_few else None

    def count_for(self, seats: Collection[int]) -> Count | None:
        """For who counts, as soon as the vote is closed; else as for everybody."""
        counts = any(each.seat_id in seats for each in self.commission)
        is_theirs = counts and not self.vote.is_open and not self.has_too_few
        return self._counted if is_theirs else self.count

    @property
    def named(self) -> tuple[tuple[Voter, Said], ...]:
        """Who gave what in an open vote."""
        if not self.is_told or self.vote.is_secret:
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


def is_being_voted_on(event: Event, projects: Collection[int]) -> bool:
    """Whether a vote on exactly these tied teams is open, not signed or left equal."""
    return any(
        each.vote.subject == PanelVote.Subject.TIE
        and {team.pk for team in each.teams} == set(projects)
        for each in unfinished_votes(event)
    )


def first_of_tied(event: Event) -> Mapping[tuple[int, ...], int]:
    """Which of tied teams the panel put before the others: the id of its project, by the ids of all in ascending order.

    Of the votes that are told, the last on the same teams. One query, for it is part of every result.
    """
    votes = PanelVote.objects.of_event(event).filter(subject=PanelVote.Subject.TIE).told()
    firsts = {}
    for _vote, rows in groupby(_rows_of(votes), key=itemgetter(0, 1)):
        teams, count, deciding = _parts_of(rows)
        winner = deciding or (count and count.winner)
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
        each.filter(vote__in=votes)
        .order_by()
        .annotate(of=Value(of))
        .values_list(*VOTE, "choice", "team")
        for of, each in (
            ("given", Voter.objects.exclude(_since_tied())),
            ("secret", SecretBallot.objects.all()),
            ("decided", DecidingVoice.objects.exclude(_since_tied())),
        )
    )
    return teams.union(*said, all=True).order_by("vote__opened_at", "vote")


def _since_tied() -> Exists:
    """Of a voter or a deciding voice: its person is tied to a team of the vote."""
    ties = Interest.objects.standing_between().filter(seat__person=OuterRef("seat__person"))
    return Exists(ties.filter(project__votedteam__vote=OuterRef("vote")))


VOTE: Final = ("vote__opened_at", "vote", "of")


def _parts_of(
    rows: Iterable[tuple[Any, ...]],
) -> tuple[tuple[int, ...], Count | None, Said | None]:
    """The teams in ascending order, the count if it is told, and what the chair decided."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for _opened, _vote, of, choice, team in rows:
        found[of].append(Said(choice, team))
    teams = tuple(sorted(each.team for each in found["tied"] if each.team is not None))
    count = count_of(found["given"] + found["secret"])
    is_told = not found["secret"] or count.total >= LEAST_TOLD
    return teams, count if is_told else None, next(iter(found["decided"]), None)

"""The final places: what the rule leaves equal goes through the chain of `tie_breaks`, then to a casting vote.

The one report of them; `standings` alone says what the rule gives, and while the scoring is open that is all: equal
teams share their place until the last sheet counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex

from experts.models import CastingVote, Interest
from experts.reports.grid import Grid
from experts.reports.results import (
    PLACES_THAT_COUNT,
    Standings,
    TeamStanding,
    numbered_totals,
    standings,
)
from experts.reports.votes import TieVote, first_of_tied, tie_votes
from experts.tie_breaks import Chain, DecidedBy, Given, Group, break_tie

COMMA: Final = Value(",", output_field=TextField())


@dataclass(frozen=True)
class Rest:
    """Teams that the chain left equal, from a place on, and what decided: a casting vote, or the panel.

    `first` is the project that the panel put before the others by a vote; those are a rest of their own.
    """

    place: int
    teams: Group
    vote: CastingVote | None
    first: int | None = None

    @property
    def is_open(self) -> bool:
        return self.vote is None and self.first is None


@dataclass(frozen=True)
class Tie:
    """Teams that share a place by the rule, what the chain made of them, and what it left."""

    place: int
    chain: Chain
    rests: tuple[Rest, ...]


@dataclass(frozen=True)
class Decided:
    """`standings` hold the final places. `void` are votes that stand and do not count: their teams are not the tied ones now,
    or whoever cast them became tied to one of these since.
    """

    standings: Standings
    ties: tuple[Tie, ...]
    void: tuple[CastingVote, ...]
    projects: Mapping[int, int]  # the ids of the projects, by their numbers
    panel: tuple[TieVote, ...] = ()  # what it votes or voted on

    @property
    def rests(self) -> tuple[Rest, ...]:
        return tuple(rest for tie in self.ties for rest in tie.rests)

    def numbers(self, projects: Iterable[int]) -> tuple[int, ...]:
        """Of projects, in the order in which they are given."""
        by_id = {pk: number for number, pk in self.projects.items()}
        return tuple(by_id[pk] for pk in projects if pk in by_id)


def decided(grid: Grid) -> Decided:
    """As many queries as `standings`, and two more after the close."""
    table = standings(grid.event, grid)
    projects = {each.project.number: each.project_id for each in grid.defenses}
    if grid.event.is_scoring_open:
        return Decided(table, (), (), projects)
    votes, panel = _standing_votes(grid), tuple(tie_votes(grid.event))
    valid = {vote.projects: vote for vote, is_tied in votes if not is_tied}  # by their projects
    ties = tuple(_ties(grid, table, (valid, first_of_tied(panel)), projects))
    counted = {rest.vote.pk for tie in ties for rest in tie.rests if rest.vote}
    return Decided(
        standings=_with_final_places(table, ties, projects),
        ties=ties,
        void=tuple(vote for vote, _is_tied in votes if vote.pk not in counted),
        projects=projects,
        panel=panel,
    )


def decided_once(grid: Grid) -> Decided:
    """The same, which the grid keeps: for what reads one grid several times and writes nothing meanwhile."""
    kept: dict[str, Decided] = grid.__dict__
    if "decided" not in kept:
        kept["decided"] = decided(grid)
    return kept["decided"]


Votes = Mapping[tuple[int, ...], CastingVote]
Firsts = Mapping[tuple[int, ...], int]


def _standing_votes(grid: Grid) -> list[tuple[CastingVote, bool]]:
    """Each with whether its person became tied to one of its teams, so that it does not count."""
    votes = CastingVote.objects.of_event(grid.event).standing().select_related("seat__person", "by")
    listed = votes.annotate(listed=Concat(COMMA, "teams", COMMA))
    return [
        (vote, getattr(vote, "is_tied", False)) for vote in listed.annotate(is_tied=_since_tied())
    ]


def _since_tied() -> Exists:
    """The teams of a vote stand in a text, by their ids."""
    one = Concat(COMMA, Cast("project_id", TextField()), COMMA)
    ties = Interest.objects.standing_between().filter(seat__person=OuterRef("seat__person"))
    return Exists(ties.annotate(at=StrIndex(OuterRef("listed"), one)).filter(at__gt=0))


def _ties(
    grid: Grid, table: Standings, given_votes: tuple[Votes, Firsts], projects: Mapping[int, int]
) -> Iterator[Tie]:
    sharing: defaultdict[int, list[int]] = defaultdict(list)
    for team in table.teams:
        if team.is_shared and team.place is not None:
            sharing[team.place].append(team.number)
    given = given_points(grid) if sharing else None
    for place, teams in sorted(sharing.items()):
        if given:
            chain = break_tie(teams, given, table.rule)
            yield Tie(place, chain, tuple(_rests(place, chain.groups, given_votes, projects)))


def given_points(grid: Grid) -> Given[int]:
    table = numbered_totals(grid)
    numbers = {each.pk: each.project.number for each in grid.defenses}
    points = {
        (numbers[cell.defense], cell.seat): {
            key: Decimal(value) for key, value in (saved.points or {}).items()
        }
        for cell, saved in grid.saved.items()
        if cell.defense in numbers
    }
    return Given(table, points, grid.weights)


def _rests(
    place: int,
    groups: Sequence[Group],
    given_votes: tuple[Votes, Firsts],
    projects: Mapping[int, int],
) -> Iterator[Rest]:
    votes, firsts = given_votes
    for group in groups:
        if len(group) > 1:
            tied = tuple(sorted(projects[each] for each in group))
            vote = votes.get(tied)
            first = None if vote else firsts.get(tied)
            yield Rest(place, group, vote, first)
            if first is not None:
                yield from _rests(
                    place + 1, [_behind(group, first, projects)], given_votes, projects
                )
        place += len(group)


def _behind(group: Group, first: int, projects: Mapping[int, int]) -> Group:
    return tuple(team for team in group if projects[team] != first)


@dataclass(frozen=True)
class _Final:
    place: int
    decided_by: DecidedBy
    is_shared: bool = False
    is_open: bool = False


def _with_final_places(
    table: Standings, ties: Iterable[Tie], projects: Mapping[int, int]
) -> Standings:
    finals = dict(final for tie in ties for final in _finals(tie, projects))
    teams = [_with(team, finals.get(team.number)) for team in table.teams]
    return replace(
        table,
        teams=tuple(sorted(teams, key=lambda team: (team.place is None, team.place, team.number))),
    )


def _with(team: TeamStanding, final: _Final | None) -> TeamStanding:
    if final is None:
        return team
    return replace(
        team,
        place=final.place,
        is_shared=final.is_shared,
        is_undecided=final.is_open and final.place <= PLACES_THAT_COUNT,
        decided_by=final.decided_by,
    )


def _finals(tie: Tie, projects: Mapping[int, int]) -> Iterator[tuple[int, _Final]]:
    rests, place = {rest.teams: rest for rest in tie.rests}, tie.place
    for group in tie.chain.groups:
        if rest := rests.get(group):
            yield from _finals_of(rest, rests, projects)
        elif step := tie.chain.separated_by(group[0]):
            yield group[0], _Final(place, step)
        place += len(group)


def _finals_of(
    rest: Rest, rests: Mapping[Group, Rest], projects: Mapping[int, int]
) -> Iterator[tuple[int, _Final]]:
    order = rest.vote.ordered if rest.vote else ()
    for team in rest.teams:
        if order:
            at = order.index(projects[team])
            yield team, _Final(rest.place + at, DecidedBy.CASTING_VOTE)
        elif rest.first:
            behind = _behind(rest.teams, rest.first, projects)
            if team not in behind or len(behind) == 1:
                yield team, _Final(rest.place + (team in behind), DecidedBy.PANEL_VOTE)
        else:
            shared = _Final(rest.place, DecidedBy.SHARED, is_shared=True, is_open=rest.is_open)
            yield team, shared
    if rest.first and (left := rests.get(_behind(rest.teams, rest.first, projects))):
        yield from _finals_of(left, rests, projects)

"""The chain that separates teams which the event's rule leaves equal, before anybody votes.

Steps in their order: the plain mean; the criteria, the heaviest first, those of equal weight together; the
experts who scored both teams, one against the other. What stays together is for the casting vote. Figures
are compared as they print, at two decimals, as the rule's own are: whatever prints alike is equal.

Means and criteria are those of the experts who scored every team of the group, so that strictness and recusals
part nobody. Under the corrected mean the means of what each team was given differ between equal teams only where
their experts do: the higher one is that of the team whose strict expert was recused. Where nobody scored all
teams of a group these steps compare nothing.

A step that separates some of a group hands each part on to the next step, and the chain does not begin
again for a part, though more experts may have scored all of it: every step is tried once on a team.

Head to head. One team beats another when more of the experts who scored both gave it more. A group is
parted where every team before the cut beats every team after it; a cycle is parted nowhere.

Everything is a Fraction and nothing depends on the order of the input; teams are named by their numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import combinations, groupby
from typing import Final, Generic

from experts.methods import Method
from experts.scoring import (
    MEAN_DECIMALS,
    CriterionWeight,
    Expert,
    ScoreTable,
    round_for_display,
    share_of,
)

ALL: Final = Fraction(100)

Group = tuple[int, ...]


class DecidedBy(StrEnum):
    """What gave a team its final place: the rule, a step of the chain, a vote, or nothing, so that it is shared."""

    RULE = "rule"
    PLAIN_MEAN = "plain_mean"
    CRITERIA = "criteria"
    HEAD_TO_HEAD = "head_to_head"
    CASTING_VOTE = "casting_vote"
    PANEL_VOTE = "panel_vote"
    SHARED = "shared"


@dataclass(frozen=True)
class Given(Generic[Expert]):
    """What counts: the totals, and the points by criterion that they are of."""

    table: ScoreTable[int, Expert]
    points: Mapping[tuple[int, Expert], Mapping[str, Decimal]]
    criteria: Sequence[CriterionWeight]


@dataclass(frozen=True)
class Duel:
    """Of the experts who scored both teams, how many gave the one more, and how many the other."""

    one: int
    other: int
    for_one: int
    for_other: int
    both: int

    @property
    def winner(self) -> int | None:
        if self.for_one == self.for_other:
            return None
        return self.one if self.for_one > self.for_other else self.other


@dataclass(frozen=True)
class Tried:
    """One step on one group. `groups` are what became of it, the best first.

    `figures` are of the teams, out of `worth`, and empty where nobody scored all of them; head to head has duels instead.
    """

    step: DecidedBy
    groups: tuple[Group, ...]
    criteria: tuple[str, ...] = ()
    worth: Fraction = ALL
    figures: Mapping[int, Fraction] = field(default_factory=dict)
    duels: tuple[Duel, ...] = ()

    @property
    def teams(self) -> Group:
        return tuple(sorted(team for group in self.groups for team in group))

    @property
    def separates(self) -> bool:
        return len(self.groups) > 1

    @property
    def compares(self) -> bool:
        return bool(self.figures or self.duels)


@dataclass(frozen=True)
class Chain:
    """A group that the rule left equal, the steps that were tried, and the groups they left, the best first."""

    teams: Group
    tried: tuple[Tried, ...]
    groups: tuple[Group, ...]

    def separated_by(self, team: int) -> DecidedBy | None:
        """The step after which the team stood alone."""
        return next((each.step for each in self.tried if (team,) in each.groups), None)


Try = Callable[[Group], Tried]


def break_tie(teams: Iterable[int], given: Given[Expert], rule: Method) -> Chain:
    """The teams are those that share a place by the rule; each has a total."""
    tied = tuple(sorted(teams))
    groups, tried = [tied], []
    for step in _steps(given, rule):
        found = [step(group) for group in groups if len(group) > 1]
        tried += found
        parts = {each.teams: each.groups for each in found}
        groups = [part for group in groups for part in parts.get(group, (group,))]
    return Chain(tied, tuple(tried), tuple(groups))


def _steps(given: Given[Expert], rule: Method) -> Iterator[Try]:
    if rule != Method.RAW_MEAN:
        yield partial(_by_plain_mean, given)
    for criteria in by_weight(given.criteria):
        yield partial(_by_criteria, given, criteria)
    yield partial(_head_to_head, given.table)


def by_weight(criteria: Iterable[CriterionWeight]) -> list[tuple[CriterionWeight, ...]]:
    """The heaviest first, those of equal weight together."""
    heaviest = sorted(criteria, key=lambda each: each.weight, reverse=True)
    return [tuple(same) for _weight, same in groupby(heaviest, key=lambda each: each.weight)]


def _by_plain_mean(given: Given[Expert], teams: Group) -> Tried:
    rows = {team: given.table.row(team) for team in teams}
    figures = _means(given, teams, lambda team, expert: rows[team][expert])
    return Tried(DecidedBy.PLAIN_MEAN, _parted(teams, figures), figures=figures)


def _by_criteria(given: Given[Expert], criteria: Sequence[CriterionWeight], teams: Group) -> Tried:
    """The plain mean of what the criteria bring to the total."""

    def brought(team: int, expert: Expert) -> Fraction:
        points = given.points[team, expert]
        return sum((share_of(each, points[each.key]) for each in criteria), Fraction(0))

    figures = _means(given, teams, brought)
    return Tried(
        DecidedBy.CRITERIA,
        _parted(teams, figures),
        criteria=tuple(each.key for each in criteria),
        worth=sum((Fraction(each.weight) for each in criteria), Fraction(0)),
        figures=figures,
    )


def _means(
    given: Given[Expert], teams: Group, figure: Callable[[int, Expert], Fraction]
) -> dict[int, Fraction]:
    """Of the experts who scored all these teams; nothing where nobody did."""
    experts = set.intersection(*(set(given.table.row(team)) for team in teams))
    if not experts:
        return {}
    return {
        team: sum((figure(team, each) for each in experts), Fraction(0)) / len(experts)
        for team in teams
    }


def _parted(teams: Group, figures: Mapping[int, Fraction]) -> tuple[Group, ...]:
    """The highest first; equal is what prints alike, and all are together without figures."""
    if not figures:
        return (teams,)
    shown = {team: round_for_display(figure, MEAN_DECIMALS) for team, figure in figures.items()}
    ranked = sorted(figures, key=lambda team: (-shown[team], team))
    return tuple(tuple(same) for _figure, same in groupby(ranked, key=shown.__getitem__))


def _head_to_head(table: ScoreTable[int, Expert], teams: Group) -> Tried:
    """Only which total is higher counts, so each stands for its rank: whole numbers compare faster."""
    rows = {team: table.row(team) for team in teams}
    ranks = {
        total: at
        for at, total in enumerate(sorted({x for row in rows.values() for x in row.values()}))
    }
    ranked = {team: {j: ranks[total] for j, total in row.items()} for team, row in rows.items()}
    duels = tuple(_duel(one, other, ranked) for one, other in combinations(teams, 2))
    return Tried(DecidedBy.HEAD_TO_HEAD, _beaten_groups(teams, duels), duels=duels)


def _duel(one: int, other: int, rows: Mapping[int, Mapping[Expert, int]]) -> Duel:
    pairs = [(total, rows[other][j]) for j, total in rows[one].items() if j in rows[other]]
    for_one, for_other = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    return Duel(one, other, for_one, for_other, len(pairs))


def _beaten_groups(teams: Group, duels: Iterable[Duel]) -> tuple[Group, ...]:
    """Whoever stands before a cut has won more duels than anybody after it: so they are looked for in that order."""
    won = dict.fromkeys(teams, 0)
    beats = {(each.winner, each.one + each.other - each.winner) for each in duels if each.winner}
    for winner, _loser in beats:
        won[winner] += 1
    ranked = sorted(teams, key=lambda team: (-won[team], team))
    groups: list[Group] = []
    begin = 0
    for end in range(1, len(ranked) + 1):
        others = ranked[end:]
        if all((team, other) in beats for team in ranked[begin:end] for other in others):
            groups.append(tuple(sorted(ranked[begin:end])))
            begin = end
    return tuple(groups)

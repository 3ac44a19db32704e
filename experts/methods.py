"""Other ways from totals to places than the two means of `scoring`; each may be the rule of an event.

Trimmed mean: without the highest and the lowest total, where a team has seven or more. Median: the middle
total, or the mean of the two in the middle. Standardised: the mean of z = (x − m_j) / s_j, shown as
50 + 10·z; s_j is the expert's sample deviation, and z is 0 where it is. Borda: the mean share of the other
teams that an expert placed lower, equal totals halved, in percent. Kemeny: the order that agrees with most
pairs of totals of one expert (J. Kemeny, 1959); teams that change sides between two best orders share a place.

An expert with one total says nothing of how teams compare, and is left out where only comparisons count.

What changes the outcome of any method here raises `RULE_VERSION` of the event.

Everything is a Fraction, as in `scoring`; a deviation is a square root, taken to thirty decimals.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import Final, Generic

from experts.scoring import Expert, ScoreTable, Team, corrected_means, places, raw_means

LEAST_TO_TRIM: Final = 7
MOST_ORDERED: Final = 10  # teams; their orders grow as 2^n
_ROOT: Final = 10**30

Means = dict[Team, Fraction | None]


class Method(StrEnum):
    CORRECTED_MEAN = "corrected_mean"
    RAW_MEAN = "raw_mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"
    STANDARDISED = "standardised"
    BORDA = "borda"
    KEMENY = "kemeny"


@dataclass(frozen=True)
class Outcome(Generic[Team]):
    """What a method makes of a table. `values` are None throughout where a method gives an order alone."""

    values: Means[Team]
    places: dict[Team, int | None]


def outcome(table: ScoreTable[Team, Expert], method: Method) -> Outcome[Team]:
    if method == Method.KEMENY:
        return Outcome(dict.fromkeys(table.teams), kemeny_places(table))
    values = _VALUES[method](table)
    return Outcome(values, places(values))


def trimmed_means(table: ScoreTable[Team, Expert]) -> Means[Team]:
    return _of_rows(table, lambda given: _mean(_trimmed(given)))


def medians(table: ScoreTable[Team, Expert]) -> Means[Team]:
    return _of_rows(table, _median)


def standardised(table: ScoreTable[Team, Expert]) -> Means[Team]:
    means = raw_means(rescaled(table, Method.STANDARDISED))
    return {team: None if z is None else 50 + 10 * z for team, z in means.items()}


def borda_shares(table: ScoreTable[Team, Expert]) -> Means[Team]:
    shares = raw_means(rescaled(table, Method.BORDA))
    return {team: None if share is None else 100 * share for team, share in shares.items()}


def rescaled(table: ScoreTable[Team, Expert], method: Method) -> ScoreTable[Team, Expert]:
    """The totals as the method takes them: of two methods they are put on another scale, expert by expert."""
    if method == Method.STANDARDISED:
        return _by_expert(table, _standardised)
    return _by_expert(table, _borda) if method == Method.BORDA else table


def kemeny_places(table: ScoreTable[Team, Expert]) -> dict[Team, int | None]:
    """Exact up to `MOST_ORDERED` teams with totals that compare; above it the places of Borda stand."""
    shares = borda_shares(table)
    compared = [team for team in table.teams if shares[team] is not None]
    if len(compared) > MOST_ORDERED:
        return places(shares)
    found: dict[Team, int | None] = dict.fromkeys(table.teams)
    for group in best_order(pairwise_wins(table, compared)):
        place = 1 + sum(value is not None for value in found.values())
        found |= {compared[at]: place for at in group}
    return found


def is_ordered_by_borda(places_of_kemeny: Iterable[int | None]) -> bool:
    """Whether so many teams compare that `kemeny_places` gave the places of Borda."""
    return sum(place is not None for place in places_of_kemeny) > MOST_ORDERED


def pairwise_wins(
    table: ScoreTable[Team, Expert], teams: Sequence[Team]
) -> tuple[tuple[int, ...], ...]:
    """How many experts gave the team of the row more than that of the column."""
    columns = [each for expert in table.experts if len(each := column(table, expert)) > 1]
    return tuple(
        tuple(
            sum(one in each and other in each and each[one] > each[other] for each in columns)
            for other in teams
        )
        for one in teams
    )


def best_order(wins: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """The order that agrees with most pairs, in groups: each stands whole before the next in every best order.

    `before[s]` is the most that an order of the teams in the set s agrees with, `after[s]` the most that is
    added by those that follow. Where one set alone of its size begins a best order, a group ends.
    """
    size = len(wins)
    gains = [_gains(wins, at) for at in range(size)]
    whole = (1 << size) - 1
    before, after = [0] * (whole + 1), [0] * (whole + 1)
    for chosen in range(1, whole + 1):
        lasts = (at for at in range(size) if chosen >> at & 1)
        before[chosen] = max(before[chosen ^ 1 << at] + gains[at][chosen ^ 1 << at] for at in lasts)
    for chosen in reversed(range(whole)):
        nexts = (at for at in range(size) if not chosen >> at & 1)
        after[chosen] = max(gains[at][chosen] + after[chosen | 1 << at] for at in nexts)
    begins: dict[int, list[int]] = {}
    for chosen in range(1, whole + 1):
        if before[chosen] + after[chosen] == before[whole]:
            begins.setdefault(chosen.bit_count(), []).append(chosen)
    return _groups([found[0] for _size, found in sorted(begins.items()) if len(found) == 1])


def _gains(wins: Sequence[Sequence[int]], at: int) -> list[int]:
    """By the set of those who stand before: with how many pairs it agrees that this one follows them."""
    gains = [0]
    for other in range(len(wins)):
        gains += [gain + wins[other][at] for gain in gains]
    return gains


def _groups(ends: Sequence[int]) -> list[tuple[int, ...]]:
    members = [end ^ last for last, end in zip([0, *ends], ends, strict=False)]
    return [tuple(at for at in range(each.bit_length()) if each >> at & 1) for each in members]


def _of_rows(
    table: ScoreTable[Team, Expert], value: Callable[[Sequence[Fraction]], Fraction]
) -> Means[Team]:
    rows = {team: sorted(table.row(team).values()) for team in table.teams}
    return {team: value(given) if given else None for team, given in rows.items()}


def _mean(given: Sequence[Fraction]) -> Fraction:
    return sum(given, Fraction(0)) / len(given)


def _trimmed(given: Sequence[Fraction]) -> Sequence[Fraction]:
    return given[1:-1] if len(given) >= LEAST_TO_TRIM else given


def _median(given: Sequence[Fraction]) -> Fraction:
    return (given[(len(given) - 1) // 2] + given[len(given) // 2]) / 2


def _by_expert(
    table: ScoreTable[Team, Expert],
    change: Callable[[Mapping[Team, Fraction]], Mapping[Team, Fraction]],
) -> ScoreTable[Team, Expert]:
    """What each expert gave on another scale, without those who gave one total."""
    columns = {expert: column(table, expert) for expert in table.experts}
    changed = {expert: change(given) for expert, given in columns.items() if len(given) > 1}
    cells = {(team, j): value for j, given in changed.items() for team, value in given.items()}
    return ScoreTable(table.teams, table.experts, cells)


def column(table: ScoreTable[Team, Expert], expert: Expert) -> dict[Team, Fraction]:
    """What an expert gave, by team."""
    totals = table.totals
    return {team: totals[team, expert] for team in table.teams if (team, expert) in totals}


def _standardised(given: Mapping[Team, Fraction]) -> dict[Team, Fraction]:
    mean = _mean(list(given.values()))
    squares = sum(((total - mean) ** 2 for total in given.values()), Fraction(0))
    deviation = _root(squares / (len(given) - 1))
    return {team: (x - mean) / deviation if deviation else Fraction(0) for team, x in given.items()}


def _root(value: Fraction) -> Fraction:
    under = value.numerator * value.denominator
    return Fraction(isqrt(under * _ROOT**2), value.denominator * _ROOT)


def _borda(given: Mapping[Team, Fraction]) -> dict[Team, Fraction]:
    """Lower and equal totals are counted in the sorted ones; the equal ones but its own halve."""
    in_order, most = sorted(given.values()), 2 * (len(given) - 1)
    return {
        team: Fraction(bisect_left(in_order, x) + bisect_right(in_order, x) - 1, most)
        for team, x in given.items()
    }


_VALUES: Final[Mapping[Method, Callable[[ScoreTable[Team, Expert]], Means[Team]]]] = {
    Method.CORRECTED_MEAN: lambda table: corrected_means(table).means,
    Method.RAW_MEAN: raw_means,
    Method.TRIMMED_MEAN: trimmed_means,
    Method.MEDIAN: medians,
    Method.STANDARDISED: standardised,
    Method.BORDA: borda_shares,
}

"""Sealed records of made-up panels: points by chance, gaps, ties and votes, without a database."""

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from experts.methods import Method, outcome
from experts.scoring import CriterionWeight, ScoreTable, corrected_means, raw_means, sheet_total
from experts.tie_breaks import Chain, Given, Tried, break_tie

Points = Mapping[tuple[int, str], Mapping[str, str]]
CRITERIA = (
    CriterionWeight("research", Decimal(40), Decimal(10)),
    CriterionWeight("value", Decimal(40), Decimal(5)),
    CriterionWeight("answers", Decimal(20), Decimal(10)),
)
SHA256 = "5e" * 32


def points_by_chance(chance: random.Random, *, teams: int, experts: int, gaps: float) -> Points:
    """Few different points, so that ties are frequent; a cell in `gaps` of them is empty."""
    scales = {"research": ["8", "9", "7.5"], "value": ["4", "5"], "answers": ["6", "7", "10"]}
    return {
        (team, f"expert-{expert}"): {key: chance.choice(scale) for key, scale in scales.items()}
        for team in range(1, teams + 1)
        for expert in range(1, experts + 1)
        if chance.random() >= gaps
    }


def same_for_all(teams: int, experts: int) -> Points:
    points = {"research": "8", "value": "4", "answers": "7"}
    return {
        (team, f"expert-{expert}"): points
        for team in range(1, teams + 1)
        for expert in range(1, experts + 1)
    }


def strict_twelfth() -> Points:
    """SCORING 3.7: eleven experts give 80 to seven teams; the twelfth 60 to all but the first, and is recused there."""
    mild = {"research": "8", "value": "4", "answers": "8"}
    strict = {"research": "6", "value": "3", "answers": "6"}
    given = dict.fromkeys(same_for_all(7, 12), mild)
    given |= {(team, "expert-12"): strict for team in range(2, 8)}
    del given[1, "expert-12"]
    return given


def made_up_record(
    points: Points, rule: Method, *, teams: int, experts: int, chance: random.Random
) -> dict[str, Any]:
    """The chair decides on about every other rest of the chains."""
    people = [f"expert-{expert}" for expert in range(1, experts + 1)]
    totals = {
        cell: sheet_total({key: Decimal(each) for key, each in given.items()}, CRITERIA)
        for cell, given in points.items()
    }
    table = ScoreTable(range(1, teams + 1), people, totals)
    return {
        **_frame(teams, people, rule),
        "sheets": [
            _sheet(team, expert, points, totals) for team in table.teams for expert in people
        ],
        **decision(table, points, rule, chance),
    }


def decision(
    table: ScoreTable[int, str], points: Points, rule: Method, chance: random.Random
) -> dict[str, Any]:
    corrected, found = corrected_means(table), outcome(table, rule)
    given = Given(
        table,
        {cell: {key: Decimal(each) for key, each in of.items()} for cell, of in points.items()},
        CRITERIA,
    )
    holders: dict[int, list[int]] = {}
    for team, place in found.places.items():
        if place is not None:
            holders.setdefault(place, []).append(team)
    chains = {
        place: break_tie(tied, given, rule)
        for place, tied in sorted(holders.items())
        if len(tied) > 1
    }
    rests = [group for chain in chains.values() for group in chain.groups if len(group) > 1]
    votes = dict(each for group in rests for each in _votes(group, chance))
    final = dict(
        final for place, tied in holders.items() for final in _final(place, tied, chains, votes)
    )
    raw = raw_means(table)
    return {
        "expected": [
            {"team": team, "expert": expert, "total": str(total)}
            for (team, expert), total in corrected.expected.items()
        ],
        "tie_breaks": [chain_line(chain) for chain in chains.values()],
        "casting_votes": [each for each in votes.values() if "order" in each],
        "votes": [each for each in votes.values() if "result" in each],
        "results": [
            {
                "team": team,
                "value": _text(found.values[team]),
                "raw_mean": _text(raw[team]),
                "corrected_mean": _text(corrected.means[team]),
                **final.get(team, {"place": None, "shared": False, "decided_by": None}),
            }
            for team in table.teams
        ],
    }


def _votes(group: tuple[int, ...], chance: random.Random):
    """Of all that a vote leaves together there may be another."""
    vote = _vote(group, chance)
    if vote is None:
        return
    yield group, vote
    if "result" in vote and len(behind := _behind(group, vote)) > 1:
        yield from _votes(behind, chance)


def _behind(group: Sequence[int], vote: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(team for team in group if team != vote["result"]["team"])


def _vote(group: Sequence[int], chance: random.Random) -> dict[str, Any] | None:
    """The chair orders the teams or leaves them together, the panel puts one first, or nobody votes."""
    order, teams = chance.sample(group, len(group)), list(group)
    casting = [{"teams": teams, "order": each, "counts": True} for each in (order, [])]
    panel = {"subject": "tie", "teams": teams, "result": {"choice": "", "team": order[0]}}
    return chance.choice([*casting, panel, None])


def _final(place: int, tied: Sequence[int], chains: Mapping[int, Chain], votes: Mapping[Any, Any]):
    if place not in chains:
        return [(tied[0], {"place": place, "shared": False, "decided_by": "rule"})]
    found, chain = [], chains[place]
    for group in chain.groups:
        by = chain.separated_by(group[0]) if len(group) == 1 else "shared"
        at = place
        for how, part in _voted(group, votes, by):
            said = {"place": at, "shared": len(part) > 1, "decided_by": str(how)}
            found += [(team, said) for team in part]
            at += len(part)
        place += len(group)
    return found


def _voted(group: tuple[int, ...], votes: Mapping[Any, Any], by: str):
    vote = votes.get(group, {"order": []})
    if "result" in vote:
        yield "panel_vote", [vote["result"]["team"]]
        behind = _behind(group, vote)
        yield from _voted(behind, votes, "panel_vote" if len(behind) == 1 else "shared")
    elif vote["order"]:
        yield from (("casting_vote", [team]) for team in vote["order"])
    else:
        yield by, list(group)


def chain_line(chain: Chain) -> dict[str, Any]:
    return {"teams": list(chain.teams), "steps": [_step(each) for each in chain.tried]}


def _step(tried: Tried) -> dict[str, Any]:
    return {
        "step": str(tried.step),
        "criteria": list(tried.criteria),
        "worth": str(tried.worth),
        "figures": {str(team): str(figure) for team, figure in tried.figures.items()},
        "duels": [
            {
                "teams": [each.one, each.other],
                "won": [each.for_one, each.for_other],
                "both": each.both,
            }
            for each in tried.duels
        ],
        "groups": [list(group) for group in tried.groups],
    }


def _frame(teams: int, people: Sequence[str], rule: Method) -> dict[str, Any]:
    words = {"kk": "Жоба", "ru": "Проект", "en": "Project"}
    return {
        "event": {
            "slug": "made-up",
            "title": words,
            "starts_on": "2019-11-30",
            "ends_on": "2019-11-30",
        },
        "rule": {"method": str(rule), "version": 1, "least_sheets": 2},
        "rubric": [
            {
                "key": each.key,
                "name": words,
                "weight": str(each.weight),
                "maximum": str(each.maximum),
            }
            for each in CRITERIA
        ],
        "teams": [{"number": team, "topic": words, "room": 1} for team in range(1, teams + 1)],
        "panel": [
            {
                "expert": each,
                "room": 1,
                "is_scoring": True,
                "name": dict.fromkeys(words, f"Canary {each}"),
            }
            for each in people
        ],
    }


def _sheet(
    team: int, expert: str, points: Points, totals: Mapping[tuple[int, str], Fraction]
) -> dict[str, Any]:
    where = {"team": team, "expert": expert}
    if (team, expert) not in points:
        return {**where, "state": "recused"}
    said = {"points": points[team, expert], "total": str(totals[team, expert])}
    return {**where, "state": "submitted", **said, "comment": f"Canary {expert}"}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def with_changed_rules(bundle: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    """The bundle with changes of its rule, and whether the last of them led to the rule that it has."""
    now = bundle["rule"]
    borda, panel = {**now, "method": "borda"}, {**now, "ties_by": "panel"}
    for afters, is_right in (
        ([now], True),
        ([dict(reversed(now.items()))], True),
        ([borda, now], True),
        ([now, borda], False),
        ([{**now, "least_sheets": now["least_sheets"] + 1}], False),
        ([panel], False),
    ):
        changed = [{"at": "2026-05-02T10:00:00Z", "before": borda, "after": to} for to in afters]
        yield {**bundle, "rule": {**now, "changed": changed}}, is_right

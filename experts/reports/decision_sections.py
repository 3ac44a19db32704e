"""Sections of the record that tell the decision: figures and places, what parted equal teams, votes, who stepped out.

Teams are named by their numbers, experts by their keys, whose names stand in the section of the panel.
"""

from fractions import Fraction
from typing import Any

from experts.models import CastingVote, StepOut
from experts.reports.decision import decided_once
from experts.reports.grid import Grid
from experts.reports.record_sections import moment
from experts.reports.results import TeamStanding, firmness_of
from experts.tie_breaks import Tried

Section = list[dict[str, Any]]


def results_section(grid: Grid) -> Section:
    return [_result(team) for team in decided_once(grid).standings.teams]


def _result(team: TeamStanding) -> dict[str, Any]:
    return {
        "team": team.number,
        "place": team.place,
        "shared": team.is_shared,
        "decided_by": team.decided_by and str(team.decided_by),
        "value": _exact(team.value),
        "raw_mean": _exact(team.raw_mean),
        "corrected_mean": _exact(team.corrected_mean),
        "received": team.received_count,
        "eligible": team.eligible_count,
        "totals": [str(total) for total in team.totals],
    }


def firmness_section(grid: Grid) -> Section:
    """How firm each place is, in a word; empty where it is not worked out."""
    found = firmness_of(grid, decided_once(grid).standings)
    return [{"team": team, "word": str(each.word)} for team, each in sorted(found.items())]


def expected_section(grid: Grid) -> Section:
    """What fills the empty cells of a room in the corrected means; none where no correction is possible."""
    found = grid.corrected
    return [
        {
            "team": defense.project.number,
            "expert": seat.person.key,
            "total": str(found.expected[defense.pk, seat.pk]),
            "severity": str(found.severities[seat.pk]),
            "held": (defense.pk, seat.pk) in found.held,
        }
        for defense in sorted(grid.defenses, key=lambda each: each.project.number)
        for seat in grid.scoring
        if (defense.pk, seat.pk) in found.expected
        and seat.panel.room_id == defense.run_item.room_id
    ]


def tie_breaks_section(grid: Grid) -> Section:
    return [
        {
            "place": tie.place,
            "teams": list(tie.chain.teams),
            "steps": [_step(each) for each in tie.chain.tried],
            "groups": [list(group) for group in tie.chain.groups],
        }
        for tie in decided_once(grid).ties
    ]


def _step(tried: Tried) -> dict[str, Any]:
    return {
        "step": str(tried.step),
        "criteria": list(tried.criteria),
        "worth": str(tried.worth),
        "figures": {str(team): str(figure) for team, figure in sorted(tried.figures.items())},
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


def casting_votes_section(grid: Grid) -> Section:
    """All that were cast, also those that were taken back or whose teams are not the tied ones any more.

    Of no expert is what was put on record where nobody had a casting vote.
    """
    found = decided_once(grid)
    counting = {rest.vote.pk for rest in found.rests if rest.vote}
    votes = CastingVote.objects.of_event(grid.event).select_related("seat__person", "by")
    return [
        {
            "expert": vote.seat.person.key if vote.seat else None,
            "role": str(vote.role or vote.seat.role) if vote.seat else "",
            "recorded_by": "" if vote.seat else vote.name,
            "teams": list(found.numbers(vote.projects)),
            "order": list(found.numbers(vote.ordered)),
            "reason": vote.reason,
            "at": moment(vote.at),
            "taken_back_at": moment(vote.taken_back_at),
            "counts": vote.pk in counting,
        }
        for vote in votes
    ]


def step_outs_section(grid: Grid) -> Section:
    rows = StepOut.objects.of_event(grid.event).select_related("seat__person", "project")
    return [
        {
            "expert": each.seat.person.key,
            "team": each.project.number,
            "out_at": moment(each.out_at),
            "back_at": moment(each.back_at),
        }
        for each in rows
    ]


def _exact(figure: Fraction | None) -> str | None:
    return None if figure is None else str(figure)

"""What the record of a decision says of it, in plain values and exact figures."""

import json

import pytest

from events.models import Event
from experts.models import Seat, StepOut
from experts.reports import Grid
from experts.reports import decision_sections as sections
from experts.services.casting import Vote, cast_vote, take_vote_back
from tests.experts.hall import close, fill, score
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def test_sections_say_places_figures_chains_and_votes():
    hall = fill(3, 3)
    hall.recuse(3, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    score(hall, lambda j, i: 9 if i == 1 else 8, except_for=[(3, 1)])
    close(hall)
    teams = tuple(hall.defenses[number].project_id for number in (2, 3))
    out = {"seat": hall.seats[3], "project": hall.defenses[1].project}
    StepOut.objects.create(**out, out_at=DAY, back_at=DAY)
    for order in ((), teams[::-1]):
        vote = cast_vote(hall.event, Vote(teams, order, "So."), seat=hall.seats[1], at=DAY)
        if not order:
            take_vote_back(hall.event, vote.pk, seats=[hall.seats[1]], at=DAY)
    grid = Grid(Event.objects.get(pk=hall.event.pk))

    results = sections.results_section(grid)
    (tie,) = sections.tie_breaks_section(grid)
    told = {
        "expected": sections.expected_section(grid),
        "casting_votes": sections.casting_votes_section(grid),
        "step_outs": sections.step_outs_section(grid),
    }

    keys = {number: seat.person.key for number, seat in hall.seats.items()}
    assert [(each["team"], each["place"], each["decided_by"]) for each in results] == [
        (1, 1, "rule"),
        (3, 2, "casting_vote"),
        (2, 3, "casting_vote"),
    ]
    assert (results[0]["value"], results[0]["received"], results[0]["eligible"]) == ("90", 2, 2)
    assert results[0]["totals"] == ["90", "90"]
    assert (tie["place"], tie["teams"], tie["groups"]) == (2, [2, 3], [[2, 3]])
    assert [each["step"] for each in tie["steps"]] == ["plain_mean", "criteria", "head_to_head"]
    assert tie["steps"][0]["figures"] == {"2": "80", "3": "80"}
    assert tie["steps"][2]["duels"] == [{"teams": [2, 3], "won": [0, 0], "both": 3}]
    at = "2019-11-30T"
    assert told["expected"] == [
        {"team": 1, "expert": keys[3], "total": "90", "severity": "0", "held": False}
    ]
    assert [(each["order"], each["counts"]) for each in told["casting_votes"]] == [
        ([], False),
        ([3, 2], True),
    ]
    assert told["casting_votes"][0]["taken_back_at"].startswith(at)
    assert told["step_outs"][0] | {"out_at": "", "back_at": ""} == {
        "expert": keys[3],
        "team": 1,
        "out_at": "",
        "back_at": "",
    }
    assert json.loads(json.dumps(told)) == told

"""Votes of the panel on teams that the rule left equal, and the places that follow from them."""

import pytest

from events.models import Event
from experts.errors import NotTied, VotedBefore
from experts.reports.decision import decided
from experts.reports.grid import Grid
from experts.reports.votes import first_of_tied, tie_votes
from experts.services.casting import Vote, cast_vote
from experts.services.concluding import decide_equal, sign_count
from experts.services.voting import close_vote
from tests.experts.hall import score
from tests.experts.voting import (
    NEITHER,
    end,
    give,
    put,
    put_secretly,
    team,
    voting_hall,
)
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return voting_hall()


def test_the_panel_puts_one_of_tied_teams_before_the_others_and_is_not_asked_again(hall):
    Event.objects.update(scoring_closed_at=None)
    score(hall, lambda j, i: 9 if i == 1 else 8 if i < 4 else 7, except_for=[(6, 4)])
    Event.objects.update(scoring_closed_at=DAY)
    for numbers in ([1, 2], [2, 4]):
        with pytest.raises(NotTied):
            put(hall, subject="tie", teams=numbers)
    empty = put(hall, subject="tie", teams=[2, 3])
    end(hall, empty)
    assert first_of_tied(tie_votes(hall.event)) == {}

    vote = put(hall, subject="tie", teams=[2, 3])
    give(hall, vote, {1: team(hall, 3), 6: team(hall, 3), 2: team(hall, 2)})
    assert first_of_tied(tie_votes(hall.event)) == {}
    with pytest.raises(VotedBefore):
        put(hall, subject="tie", teams=[2, 3])
    end(hall, vote)

    tied = tuple(sorted(hall.defenses[number].project_id for number in (2, 3)))
    assert first_of_tied(tie_votes(hall.event)) == {tied: hall.defenses[3].project_id}
    with pytest.raises(NotTied):
        put(hall, subject="tie", teams=[2, 3])


def test_equal_votes_on_a_tie_put_first_whom_the_chair_decides_for_in_one_query(
    hall, django_assert_num_queries
):
    tied(hall)
    vote = put(hall, subject="tie", teams=[2, 3])
    give(hall, vote, {2: team(hall, 2), 6: team(hall, 3), 3: NEITHER})
    end(hall, vote)
    assert first_of_tied(tie_votes(hall.event)) == {}

    decide_equal(hall.event, vote.pk, hall.seats[1], team(hall, 3), reason="So.", at=DAY)

    teams = tuple(sorted(hall.defenses[number].project_id for number in (2, 3)))
    with django_assert_num_queries(1):
        assert first_of_tied(tie_votes(hall.event)) == {teams: hall.defenses[3].project_id}


def tied(hall):
    """Team 1 leads, 2 and 3 are equal, 4 is last."""
    Event.objects.update(scoring_closed_at=None)
    score(hall, lambda j, i: 9 if i == 1 else 8 if i < 4 else 7, except_for=[(6, 4)])
    Event.objects.update(scoring_closed_at=DAY)
    hall.event.refresh_from_db()


def places(hall):
    return {
        each.number: (each.place, each.is_shared, str(each.decided_by))
        for each in decided(Grid(hall.event)).standings.teams
    }


def test_the_place_of_tied_teams_follows_from_the_vote_once_it_is_told(hall):
    tied(hall)
    vote = put_secretly(hall, subject="tie", teams=[2, 3])
    give(hall, vote, {1: team(hall, 3), 2: team(hall, 3), 6: team(hall, 2)})
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    assert [places(hall)[number][:2] for number in (2, 3)] == [(2, True), (2, True)]

    for number in (3, 4, 5):
        sign_count(hall.event, vote.pk, hall.seats[number], at=DAY)

    assert places(hall) == {
        1: (1, False, "rule"),
        3: (2, False, "panel_vote"),
        2: (3, False, "panel_vote"),
        4: (4, False, "rule"),
    }


def hall_of_three_equal_teams(hall):
    Event.objects.update(scoring_closed_at=None)
    score(hall, lambda j, i: 8 if i < 4 else 7, except_for=[(6, 4)])
    Event.objects.update(scoring_closed_at=DAY)
    hall.event.refresh_from_db()


def put_first(hall, first, teams):
    vote = put(hall, subject="tie", teams=teams)
    give(hall, vote, {1: team(hall, first)})
    end(hall, vote)


def test_of_three_tied_teams_one_is_put_first_and_the_others_are_left_to_decide(hall):
    hall_of_three_equal_teams(hall)
    put_first(hall, 3, [1, 2, 3])

    found = places(hall)
    assert found[3] == (1, False, "panel_vote")
    assert found[1] == found[2] == (2, True, "shared")
    assert found[4][0] == 4
    left = [each.teams for each in decided(Grid(hall.event)).rests if each.is_open]
    assert left == [(1, 2)]

    put_first(hall, 2, [1, 2])
    assert {number: found[0] for number, found in places(hall).items()} == {3: 1, 2: 2, 1: 3, 4: 4}
    assert not decided(Grid(hall.event)).standings.undecided


def test_the_chair_decides_on_what_a_vote_left_equal(hall):
    hall_of_three_equal_teams(hall)
    put_first(hall, 3, [1, 2, 3])

    ids = tuple(hall.defenses[number].project_id for number in (1, 2))
    cast_vote(hall.event, Vote(ids, ids[::-1], "So."), seat=hall.seats[1], at=DAY)

    found = places(hall)
    assert (found[2], found[1]) == ((2, False, "casting_vote"), (3, False, "casting_vote"))

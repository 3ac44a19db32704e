"""A place that nobody of the panel may decide on, and equal teams that the rule leaves to a vote of the panel."""

import pytest

from events.models import AuditEntry, Event
from experts.errors import (
    NoLongerTied,
    NotYoursToCast,
    PanelDecides,
    PanelIsVoting,
    SomebodyCasts,
    TieDecidedMeanwhile,
    VoteStandsNot,
)
from experts.reports import Grid, decided
from experts.reports.decision_sections import casting_votes_section
from experts.reports.record_sections import rule_section
from experts.services.casting import take_shared_back
from experts.services.concluding import decide_equal
from experts.services.voting import close_vote
from experts.tie_breaks import DecidedBy
from tests.experts.casting import (
    CHAIR,
    DEPUTY,
    become_recused,
    cast,
    closed_hall,
    hall_of_a_tie,
    leave,
    named,
    places,
    question,
)
from tests.experts.hall import Hall, close
from tests.experts.test_guards import is_refused, take_guards_off
from tests.experts.voting import end, give, put, team
from tests.factories import DAY, UserFactory


@pytest.fixture
def hall(db) -> Hall:
    return closed_hall()


@pytest.fixture
def voting(db) -> Hall:
    """The same, where the rule leaves equal teams to a vote of the panel."""
    hall = hall_of_a_tie()
    Event.objects.filter(pk=hall.event.pk).update(ties_by=Event.TiesBy.PANEL)
    close(hall)
    hall.event.refresh_from_db()
    return hall


def test_where_nobody_has_a_casting_vote_it_is_put_on_record_that_the_place_stays_shared(hall):
    for expert in (CHAIR, DEPUTY):
        become_recused(hall, expert, 3)
    assert question(hall).caster is None

    with pytest.raises(NoLongerTied):
        leave(hall, teams=(1, 2))
    left = leave(hall)
    assert leave(hall) == left
    grid = Grid(Event.objects.get(pk=hall.event.pk))
    assert not decided(grid).standings.undecided
    assert places(hall)[2] == places(hall)[3] == (2, DecidedBy.SHARED)
    [line] = casting_votes_section(grid)
    assert (line["expert"], line["recorded_by"], line["order"]) == (None, str(left.by), [])
    assert AuditEntry.objects.get(verb="casting_vote.stays_shared").actor == f"user:{left.by_id}"

    take_shared_back(hall.event, left.pk, by=left.by, at=DAY)
    assert question(hall).rest.is_open
    with pytest.raises(VoteStandsNot):
        take_shared_back(hall.event, left.pk, by=left.by, at=DAY)
    assert named(hall) == []


def test_what_somebody_has_a_casting_vote_on_is_not_left_shared_over_their_head(hall):
    with pytest.raises(SomebodyCasts):
        leave(hall)
    vote = cast(hall)
    with pytest.raises(VoteStandsNot):
        take_shared_back(hall.event, vote.pk, by=UserFactory(), at=DAY)


def test_where_the_rule_asks_for_a_vote_of_the_panel_nobody_has_a_casting_vote(voting):
    found = question(voting)
    assert (found.caster, found.must_vote, found.is_voted_on) == (None, True, False)

    with pytest.raises(PanelDecides):
        cast(voting)
    with pytest.raises(PanelDecides):
        leave(voting)
    with pytest.raises(NotYoursToCast):
        cast(voting, seat=DEPUTY)


def test_the_panel_votes_and_the_chair_decides_equal_votes(voting):
    vote = put(voting, subject="tie", teams=(2, 3))
    give(voting, vote, {1: team(voting, 2), 3: team(voting, 3)})
    assert question(voting).is_voted_on
    close_vote(voting.event, vote.pk, by=voting.seats[CHAIR], at=DAY)
    assert question(voting).is_voted_on  # the votes are equal
    with pytest.raises(PanelIsVoting):
        leave(voting)

    decide_equal(voting.event, vote.pk, voting.seats[CHAIR], team(voting, 3), reason="So.", at=DAY)

    assert places(voting)[3] == (2, DecidedBy.PANEL_VOTE)
    assert places(voting)[2] == (3, DecidedBy.PANEL_VOTE)
    with pytest.raises(TieDecidedMeanwhile):
        leave(voting)


def test_a_vote_that_came_to_nothing_lets_the_place_be_left_shared_and_nobody_cast(voting):
    end(voting, put(voting, subject="tie", teams=(2, 3)))

    assert not question(voting).must_vote
    with pytest.raises(PanelDecides):
        cast(voting)
    assert leave(voting).pk
    assert not decided(Grid(Event.objects.get(pk=voting.event.pk))).standings.undecided


def test_where_nobody_may_vote_the_place_may_be_left_shared(voting):
    for expert in voting.seats:
        become_recused(voting, expert, 2 if expert in (1, 2) else 3)

    assert not question(voting).must_vote


def test_the_record_says_that_the_panel_votes_and_nothing_where_the_chair_casts(voting):
    assert rule_section(Grid(voting.event))["ties_by"] == "panel"

    voting.event.ties_by = Event.TiesBy.CHAIR

    assert "ties_by" not in rule_section(Grid(voting.event))


def test_who_decides_on_equal_teams_is_locked_with_the_rule(hall):
    hall.event.lock_rule(DAY)
    events = Event.objects.filter(pk=hall.event.pk)

    assert is_refused(lambda: events.update(ties_by=Event.TiesBy.PANEL))
    take_guards_off("events_event")
    assert not is_refused(lambda: events.update(ties_by=Event.TiesBy.PANEL))

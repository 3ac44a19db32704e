"""The casting vote, and who is out of the room meanwhile."""

import threading

import pytest
from django.db import connection

from events.models import AuditEntry, Event
from experts.errors import (
    NoLongerTied,
    NotRecused,
    NotYoursToCast,
    OrderNotWhole,
    PanelIsVoting,
    ReasonMissing,
    ScoringIsOpen,
    StillInTheRoom,
    TieDecidedMeanwhile,
    VoteStandsNot,
)
from experts.models import CastingVote, Interest, Presence, Seat, StepOut
from experts.reports import Grid, decided
from experts.reports.decision_sections import casting_votes_section
from experts.reports.leading import PassedOver
from experts.services.casting import (
    come_back,
    take_vote_back,
)
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.leaving import seat_has_spoken, seat_was_noted
from experts.services.setting_aside import set_sheet_aside
from experts.services.voting import close_vote
from experts.tie_breaks import DecidedBy
from tests.experts.casting import (
    CHAIR,
    DEPUTY,
    MEMBER,
    become_recused,
    cast,
    closed_hall,
    hall_of_a_tie,
    ids,
    named,
    out,
    places,
    question,
    tied,
)
from tests.experts.hall import Hall, close, fill
from tests.experts.test_guards import take_guards_off
from tests.experts.voting import put
from tests.factories import DAY, InterestFactory, UserFactory


@pytest.fixture
def hall(db) -> Hall:
    return closed_hall()


def test_a_vote_orders_the_tied_and_is_told_in_the_log(hall):
    assert places(hall)[2] == places(hall)[3] == (2, DecidedBy.SHARED)

    vote = cast(hall)

    assert places(hall) == {
        1: (1, DecidedBy.RULE),
        3: (2, DecidedBy.CASTING_VOTE),
        2: (3, DecidedBy.CASTING_VOTE),
        4: (4, DecidedBy.RULE),
    }
    line = AuditEntry.objects.get(verb="casting_vote.cast")
    assert line.actor == f"person:{hall.seats[CHAIR].person_id}"
    assert (line.details["teams"], line.details["order"]) == ([2, 3], [3, 2])
    assert line.details["reason"] == vote.reason == "Tried in a school."
    assert named(hall) == []


def test_a_place_that_is_left_shared_is_decided_and_the_next_ranks_follow(hall):
    table = decided(Grid(Event.objects.get(pk=hall.event.pk))).standings
    assert [team.number for team in table.undecided] == [2, 3]

    cast(hall, order=())

    table = decided(Grid(Event.objects.get(pk=hall.event.pk))).standings
    assert not table.undecided
    assert [(team.number, team.place) for team in table.teams] == [(1, 1), (2, 2), (3, 2), (4, 4)]
    assert AuditEntry.objects.filter(verb="casting_vote.left_shared").exists()


def test_nobody_casts_while_the_scoring_is_open_and_a_vote_of_before_counts_not(hall):
    cast(hall)
    reopen_scoring(hall.event.pk, reason="A slip.", actor="test", at=DAY)

    with pytest.raises(ScoringIsOpen):
        cast(hall)
    with pytest.raises(ScoringIsOpen):
        out(hall, MEMBER, 2)
    assert places(hall)[2] == (2, DecidedBy.SHARED)


def test_a_vote_needs_a_reason_and_names_each_team_once(hall):
    with pytest.raises(ReasonMissing):
        cast(hall, reason=" ")
    with pytest.raises(OrderNotWhole):
        cast(hall, order=(3, 3))
    assert CastingVote.objects.count() == 0


@pytest.mark.parametrize("teams", [(1, 2), (2,), (2, 3, 4)])
def test_only_the_teams_that_are_tied_are_voted_on(hall, teams):
    with pytest.raises(NoLongerTied):
        cast(hall, teams=teams, order=teams)


@pytest.mark.parametrize("outcome", [Interest.Outcome.RECUSE, Interest.Outcome.UNDECIDED])
def test_a_chair_with_a_tie_to_one_of_them_leaves_the_vote_to_the_deputy(db, outcome):
    hall = fill(4, 4)
    tie = {"seat": hall.seats[CHAIR], "project": hall.defenses[3].project, "kind": "other"}
    InterestFactory(**tie, outcome=outcome)
    is_recused = outcome == Interest.Outcome.RECUSE
    tied(hall, except_for=[(CHAIR, 3)] if is_recused else ())
    close(hall)

    assert question(hall).caster == hall.seats[DEPUTY]
    assert question(hall).passed_over == ((hall.seats[CHAIR], PassedOver.TIED),)
    with pytest.raises(NotYoursToCast):
        cast(hall)
    if is_recused:
        with pytest.raises(StillInTheRoom):
            cast(hall, seat=DEPUTY)
        out(hall, CHAIR, 3)
    assert cast(hall, seat=DEPUTY).seat == hall.seats[DEPUTY]


def test_an_absent_chair_leaves_the_vote_to_the_deputy_and_neither_to_nobody(db):
    hall = hall_of_a_tie()
    for expert in (CHAIR, DEPUTY):
        noted = {"defense": hall.defenses[2], "kind": Presence.Kind.ABSENT, "counts_reason": "So."}
        Presence.objects.create(seat=hall.seats[expert], **noted)
        close(hall)
        assert question(hall).caster == (hall.seats[DEPUTY] if expert == CHAIR else None)
        Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    close(hall)

    assert [why for _seat, why in question(hall).passed_over] == [PassedOver.ABSENT] * 2
    with pytest.raises(NotYoursToCast):
        cast(hall, seat=DEPUTY)


def test_a_vote_of_who_became_recused_since_is_void_and_the_deputys_takes_its_place(hall):
    first = cast(hall)
    become_recused(hall, CHAIR, 3)

    found = decided(Grid(Event.objects.get(pk=hall.event.pk)))
    assert found.void == (first,)
    assert places(hall)[2] == (2, DecidedBy.SHARED)
    out(hall, CHAIR, 3)
    cast(hall, seat=DEPUTY, order=(2, 3))
    assert [bool(each.taken_back_at) for each in CastingVote.objects.all()] == [True, False]
    assert places(hall)[2] == (2, DecidedBy.CASTING_VOTE)


def test_the_chair_does_not_decide_over_a_vote_of_the_panel_that_is_not_finished(hall):
    """Open, or closed and equal; once it came to nothing the casting vote is the chair's again."""
    vote = put(hall, subject="tie", teams=(2, 3))
    with pytest.raises(PanelIsVoting):
        cast(hall)

    close_vote(hall.event, vote.pk, by=hall.seats[CHAIR], at=DAY)
    assert cast(hall).pk


def test_a_vote_keeps_the_role_that_it_was_cast_in(hall):
    cast(hall)
    Seat.objects.filter(pk=hall.seats[CHAIR].pk).update(role=Seat.Role.MEMBER)

    [line] = casting_votes_section(Grid(Event.objects.get(pk=hall.event.pk)))

    assert line["role"] == "chair"


def test_a_member_casts_no_vote(hall):
    with pytest.raises(NotYoursToCast):
        cast(hall, seat=MEMBER)


def test_the_vote_waits_until_who_is_recused_is_out_and_again_when_they_are_back(db):
    hall = fill(4, 4)
    hall.recuse(4, 3)
    tied(hall, except_for=[(4, 3)])
    close(hall)

    with pytest.raises(StillInTheRoom) as refused:
        cast(hall)
    assert hall.seats[4].person.name in str(refused.value)
    assert out(hall, 4, 3) == out(hall, 4, 3)
    (project,) = ids(hall, 3)
    told = {"seat": hall.seats[4].pk, "project": project, "actor": UserFactory(), "at": DAY}
    assert come_back(hall.event, **told)
    assert come_back(hall.event, **told) is None
    with pytest.raises(StillInTheRoom):
        cast(hall)
    out(hall, 4, 3)
    assert cast(hall).pk
    assert StepOut.objects.count() == 2
    assert AuditEntry.objects.filter(verb__startswith="step_out.").count() == 3
    assert seat_was_noted([hall.seats[4]]).keys() == {hall.seats[4].pk}
    assert seat_has_spoken([hall.seats[CHAIR]]).keys() == {hall.seats[CHAIR].pk}


def test_only_who_is_recused_steps_out(hall):
    with pytest.raises(NotRecused):
        out(hall, MEMBER, 2)


def test_a_vote_is_taken_back_by_whoever_cast_it_and_another_may_follow(hall):
    first = cast(hall)
    assert cast(hall) == first
    with pytest.raises(TieDecidedMeanwhile):
        cast(hall, order=(2, 3))
    with pytest.raises(VoteStandsNot):
        take_vote_back(hall.event, first.pk, seats=[hall.seats[DEPUTY]], at=DAY)

    take_vote_back(hall.event, first.pk, seats=[hall.seats[CHAIR]], at=DAY)
    assert places(hall)[2] == (2, DecidedBy.SHARED)
    with pytest.raises(VoteStandsNot):
        take_vote_back(hall.event, first.pk, seats=[hall.seats[CHAIR]], at=DAY)
    cast(hall, order=(2, 3))

    assert [vote.taken_back_at for vote in CastingVote.objects.all()] == [DAY, None]
    assert places(hall)[2] == (2, DecidedBy.CASTING_VOTE)
    assert named(hall) == []
    take_guards_off("experts_castingvote")
    CastingVote.objects.filter(pk=first.pk).update(reason="Another.")
    (said,) = named(hall)
    assert said.startswith(f"Casting vote {first.pk} is not what line")


def test_a_vote_on_teams_that_are_no_longer_the_tied_ones_does_not_count(hall):
    vote = cast(hall)
    assert decided(Grid(Event.objects.get(pk=hall.event.pk))).void == ()

    reopen_scoring(hall.event.pk, reason="A slip.", actor="test", at=DAY)
    for sheet in hall.defenses[2].scoresheet_set.all():
        set_sheet_aside(hall.event, sheet.pk, reason="Another team.", actor="test", at=DAY)
    close_scoring(hall.event.pk, actor="test", at=DAY)

    assert decided(Grid(Event.objects.get(pk=hall.event.pk))).void == (vote,)
    assert places(hall)[3] == (2, DecidedBy.RULE)


@pytest.mark.django_db(transaction=True)
def test_of_two_votes_at_once_one_counts():
    hall = hall_of_a_tie()
    close(hall)
    begun, said = threading.Barrier(2), []

    def vote(order: tuple[int, ...]) -> None:
        begun.wait(timeout=30)
        try:
            said.append(cast(hall, order=order).order)
        except TieDecidedMeanwhile:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(order,)) for order in ((2, 3), (3, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert CastingVote.objects.count() == 1
    assert sorted(each == "refused" for each in said) == [False, True]

"""The casting vote, and who is out of the room: services, and what the database holds by itself."""

import threading
from collections.abc import Iterable

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
    SomebodyCasts,
    StillInTheRoom,
    TieDecidedMeanwhile,
    VoteStandsNot,
)
from experts.models import CastingVote, Interest, Presence, ScoreSheet, Seat, StepOut
from experts.reports import Grid, decided
from experts.reports.decision_sections import casting_votes_section
from experts.reports.deliberation import deliberation
from experts.reports.differences import verdict
from experts.reports.leading import PassedOver
from experts.services.casting import (
    Vote,
    cast_vote,
    come_back,
    leave_shared,
    step_out,
    take_shared_back,
    take_vote_back,
)
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.leaving import seat_has_spoken, seat_was_noted
from experts.services.setting_aside import set_sheet_aside
from experts.services.voting import close_vote
from experts.tie_breaks import DecidedBy
from tests.experts.hall import Hall, close, fill, score
from tests.experts.test_guards import is_refused, take_guards_off
from tests.experts.voting import put
from tests.factories import DAY, InterestFactory, UserFactory

CHAIR, DEPUTY, MEMBER = 1, 2, 3


@pytest.fixture
def hall(db) -> Hall:
    """Four experts and four teams: 2 and 3 are equal in every step, 1 is the first and 4 the last."""
    hall = hall_of_a_tie()
    close(hall)
    return hall


def hall_of_a_tie() -> Hall:
    hall = fill(4, 4)
    tied(hall)
    return hall


def tied(hall: Hall, except_for: Iterable[tuple[int, int]] = ()) -> None:
    for number, role in ((CHAIR, Seat.Role.CHAIR), (DEPUTY, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[number].pk).update(role=role)
    score(hall, lambda j, i: {1: 9, 2: 6, 3: 6, 4: 3}[i], except_for=except_for)


def ids(hall: Hall, *numbers: int) -> tuple[int, ...]:
    return tuple(hall.defenses[number].project_id for number in numbers)


def cast(hall: Hall, seat: int = CHAIR, teams=(2, 3), order=(3, 2), reason="Tried in a school."):
    vote = Vote(ids(hall, *teams), ids(hall, *order), reason)
    return cast_vote(hall.event, vote, seat=hall.seats[seat], at=DAY)


def out(hall: Hall, seat: int, team: int) -> StepOut:
    (project,) = ids(hall, team)
    actor = hall.seats[CHAIR].person
    return step_out(hall.event, seat=hall.seats[seat].pk, project=project, actor=actor, at=DAY)


def places(hall: Hall) -> dict[int, tuple[int, str]]:
    table = decided(Grid(Event.objects.get(pk=hall.event.pk))).standings
    return {team.number: (team.place, team.decided_by) for team in table.teams}


def named(hall: Hall) -> list[str]:
    """What the check of the log says of votes; the sheets of this hall came without lines."""
    return [each for each in verdict(hall.event).differences if "vote" in each]


def question(hall: Hall):
    (found,) = deliberation(Grid(Event.objects.get(pk=hall.event.pk))).questions
    return found


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


def become_recused(hall: Hall, expert: int, team: int) -> None:
    """As after a reopening: the row alone."""
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    ScoreSheet.objects.filter(seat=hall.seats[expert], defense=hall.defenses[team]).update(
        state=ScoreSheet.State.SET_ASIDE
    )
    tie = {"seat": hall.seats[expert], "project": hall.defenses[team].project, "kind": "other"}
    InterestFactory(**tie, outcome=Interest.Outcome.RECUSE)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)


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


def leave(hall: Hall, teams=(2, 3), by=None):
    told = {"reason": "Both chairs are tied.", "by": by or UserFactory(), "at": DAY}
    return leave_shared(hall.event, ids(hall, *teams), **told)


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


def test_a_vote_keeps_the_role_that_it_was_cast_in(hall):
    cast(hall)
    Seat.objects.filter(pk=hall.seats[CHAIR].pk).update(role=Seat.Role.MEMBER)

    [line] = casting_votes_section(Grid(Event.objects.get(pk=hall.event.pk)))

    assert line["role"] == "chair"


def test_nobody_orders_teams_without_a_seat(hall):
    made = {"event": hall.event, "teams": "1,2", "reason": "So.", "at": DAY}
    by = UserFactory()
    assert is_refused(lambda: CastingVote.objects.create(**made, by=by, order="1,2"))
    assert is_refused(lambda: CastingVote.objects.create(**made))
    left = CastingVote.objects.create(**made, by=by)
    votes = CastingVote.objects.filter(pk=left.pk)
    for changed in ({"by": UserFactory()}, {"role": "chair"}, {"seat": hall.seats[CHAIR]}):
        assert is_refused(lambda changed=changed: votes.update(taken_back_at=DAY, **changed))


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


def put_in(hall: Hall, **changed):
    teams = ",".join(map(str, sorted(ids(hall, 2, 3))))
    told = {"seat": hall.seats[CHAIR], "teams": teams, "reason": "So.", "at": DAY, **changed}
    return CastingVote.objects.create(event=hall.event, **told)


def votes_put_in(hall: Hall) -> dict[str, object]:
    """By what they break: acts on the table of votes."""
    elsewhere = fill(1, 1)
    Seat.objects.filter(pk=elsewhere.seats[1].pk).update(role=Seat.Role.CHAIR)
    InterestFactory(
        seat=hall.seats[DEPUTY], project=hall.defenses[4].project, kind="other", outcome=""
    )
    close(hall)
    teams = {"teams": ",".join(map(str, ids(hall, 1, 4)))}
    stands = put_in(hall, teams=str(ids(hall, 1)[0]))
    votes = CastingVote.objects.filter(pk=stands.pk)
    return {
        "of a member": lambda: put_in(hall, seat=hall.seats[MEMBER]),
        "of the chair of another event": lambda: put_in(hall, seat=elsewhere.seats[1]),
        "of a deputy with an open tie": lambda: put_in(hall, seat=hall.seats[DEPUTY], **teams),
        "of a rehearsal on the day": lambda: put_in(hall, is_rehearsal=True),
        "changed": lambda: votes.update(order="1"),
        "taken back twice": lambda: [votes.update(taken_back_at=DAY) for _twice in range(2)],
        "deleted": lambda: votes.delete(),
    }


@pytest.mark.parametrize(
    "name",
    [
        "of a member",
        "of the chair of another event",
        "of a deputy with an open tie",
        "of a rehearsal on the day",
        "changed",
        "taken back twice",
        "deleted",
    ],
)
def test_the_database_refuses_a_vote(db, name):
    act = votes_put_in(hall_of_a_tie())[name]
    assert is_refused(act)

    take_guards_off("experts_castingvote")
    assert not is_refused(act)


def test_the_database_refuses_a_vote_while_the_scoring_is_open(db):
    hall = hall_of_a_tie()
    assert is_refused(lambda: put_in(hall))
    close(hall)

    assert put_in(hall).pk
    assert is_refused(lambda: put_in(hall, order="1"))


def test_the_database_keeps_who_stepped_out(db):
    hall = fill(4, 4)
    hall.recuse(4, 3)
    told = {"seat": hall.seats[4], "project": hall.defenses[3].project, "out_at": DAY}
    assert is_refused(lambda: StepOut.objects.create(**told))
    close(hall)
    out_now = StepOut.objects.create(**told)
    rows = StepOut.objects.filter(pk=out_now.pk)

    assert is_refused(lambda: StepOut.objects.create(**told))
    assert is_refused(lambda: rows.update(seat=hall.seats[1]))
    assert is_refused(rows.delete)
    assert rows.update(back_at=DAY) == 1
    assert is_refused(lambda: rows.update(back_at=None))


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

"""A rehearsal that workers play step by step: from its start in the browser until it is taken back."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from defense.rehearsal.casting import DayHasBegun, EventHasRealMarks, RehearsalNotReset
from defense.rehearsal.closing import reset_rehearsal
from defense.rehearsal.deciding import decided
from defense.rehearsal.playing import (
    NothingToPlay,
    NotPlaying,
    TakenAway,
    claim,
    play,
    start_rehearsal,
    stop_rehearsal,
    take_step,
)
from diplomas.models import Diploma
from diplomas.services import jobs
from events.models import AuditEntry, Event, Rehearsal, RunItem, User
from experts import making
from experts.models import (
    CastingVote,
    Interest,
    PanelQuestion,
    PanelVote,
    Protocol,
    ProtocolFile,
    QueryWindow,
    ScoreSheet,
    Seat,
    StepOut,
)
from experts.reports.invariants import findings
from tests.cast import as_organizer
from tests.defense.rehearsal.test_rehearsal import rows
from tests.experts.decided_halls import tied_hall
from tests.experts.hall import Hall, fill
from tests.factories import (
    DAY,
    DiplomaFactory,
    EventFactory,
    MembershipFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.processes import wait_until

State = Rehearsal.State


def hall_of(experts: int, teams: int) -> Hall:
    """Before its day."""
    return fill(experts, teams, EventFactory(phase=Event.Phase.OPEN))


def hall_with_members() -> Hall:
    """Three experts, of whom one is recused from the second of two teams."""
    hall = hall_of(3, 2)
    for defense in hall.defenses.values():
        TeamMemberFactory(project=defense.project, order=1)
    hall.recuse(3, 2)
    return hall


def play_on(times: int = 1) -> None:
    """As workers do: the day, and between two looks the diplomas and the papers of the protocol."""
    for _ in range(times):
        play(seconds=60, pace=0)
        jobs.render_claimed(jobs.claim())
        while paper := making.claim():
            making.make(paper)


def row(hall: Hall) -> Rehearsal:
    return Rehearsal.objects.get(event=hall.event)


@pytest.mark.once("the whole day of the demo is played on both engines: test_rehearsal")
@pytest.mark.django_db(transaction=True)
def test_the_whole_day_is_played_and_taken_back():
    hall, owner = hall_with_members(), UserFactory()
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    before = rows()

    start_rehearsal(hall.event.pk, actor=owner)
    play_on(2)
    done = row(hall)

    assert (done.state, done.steps_done, done.steps_all, done.error) == (State.DONE, 6, 6, "")
    assert Protocol.objects.get(is_rehearsal=True).is_sealed
    assert ProtocolFile.objects.filter(state="done", is_of_sealed=True).count() == 9
    assert (PanelQuestion.objects.count(), StepOut.objects.exclude(back_at=None).count()) == (2, 1)
    assert (ScoreSheet.objects.submitted().count(), done.sheets_refused) == (5, 1)
    assert Diploma.objects.filter(is_rehearsal=True, state="ready").count() == 2
    assert not RunItem.objects.of_event(hall.event).filter(ended_at=None).exists()
    assert not Event.objects.get(pk=hall.event.pk).is_scoring_open

    reset_rehearsal(hall.event.pk, actor=owner)

    assert rows() == before
    assert findings(Event.objects.get(pk=hall.event.pk)) == []
    verbs = AuditEntry.objects.filter(event=hall.event, verb__startswith="rehearsal.")
    assert list(verbs.order_by("number").values_list("verb", "actor")) == [
        ("rehearsal.began", f"user:{owner.pk}"),
        ("rehearsal.reset", f"user:{owner.pk}"),
    ]
    assert AuditEntry.first_broken(hall.event) is None


@pytest.mark.django_db
def test_what_is_left_equal_is_put_in_order_by_the_chair_and_queries_are_waived():
    hall = tied_hall()
    Event.objects.filter(pk=hall.event.pk).update(query_hours=1)
    event = Event.objects.get(pk=hall.event.pk)

    assert decided(event, at=DAY) is None
    assert decided(event, at=DAY) is None  # a step that is taken again

    [vote] = CastingVote.objects.all()
    assert (vote.seat_id, vote.projects) == (hall.seats[1].pk, vote.ordered)
    assert QueryWindow.objects.get().waived_at == DAY
    assert Protocol.objects.get().is_sealed


@pytest.mark.django_db
def test_where_the_rule_asks_for_a_vote_of_the_panel_it_votes_until_every_place_is_decided():
    hall = tied_hall()
    Event.objects.filter(pk=hall.event.pk).update(ties_by=Event.TiesBy.PANEL)

    assert decided(Event.objects.get(pk=hall.event.pk), at=DAY) is None

    assert not CastingVote.objects.exists()
    sealed = Protocol.objects.get()
    assert sealed.is_sealed
    told = json.loads(sealed.record)
    votes = [each for each in told["votes"] if each["subject"] == PanelVote.Subject.TIE]
    assert [(vote["teams"], vote["result"]["team"]) for vote in votes] == [
        ([1, 2, 3], 1),
        ([2, 3], 2),
    ]
    assert [(each["place"], each["decided_by"]) for each in told["results"]] == [
        (1, "panel_vote"),
        (2, "panel_vote"),
        (3, "panel_vote"),
        (4, "rule"),
    ]


@pytest.mark.django_db
def test_where_nobody_can_seal_nothing_of_the_decision_is_left():
    hall = tied_hall()
    Seat.objects.update(role=Seat.Role.MEMBER)
    before = rows()

    refusal = decided(Event.objects.get(pk=hall.event.pk), at=DAY)

    assert "share a place that counts" in str(refusal)
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_is_followed_by_another():
    hall = hall_with_members()
    start_rehearsal(hall.event.pk, actor=UserFactory())
    play_and_die(hall)
    assert claim() is None  # the lease of the dead one still runs

    lose_the_lease(hall)
    play_on(2)

    assert row(hall).state == State.DONE
    assert (ScoreSheet.objects.count(), row(hall).sheets_refused) == (5, 1)


def play_and_die(hall: Hall) -> None:
    """The first step is done but for noting so."""
    claimed = claim()
    take_step(claimed)
    Rehearsal.objects.filter(pk=claimed.id).update(
        state=State.RUNNING,
        steps_done=0,
        token=claimed.token,
        lease_until=timezone.now() + timedelta(minutes=1),
    )


def lose_the_lease(hall: Hall) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Rehearsal.objects.filter(event=hall.event).update(lease_until=past)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_stops_every_worker_ends_and_the_rehearsal_is_started_anew():
    hall, owner = hall_with_members(), UserFactory()
    start_rehearsal(hall.event.pk, actor=owner)
    for _ in range(Rehearsal.MAX_ATTEMPTS):
        assert claim()
        lose_the_lease(hall)
    assert claim() is None
    assert (row(hall).state, bool(row(hall).error)) == (State.FAILED, True)

    reset_rehearsal(hall.event.pk, actor=owner)
    start_rehearsal(hall.event.pk, actor=owner)
    play_on(2)

    assert row(hall).state == State.DONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [reset_rehearsal, stop_rehearsal])
def test_a_worker_that_comes_too_late_changes_nothing_of_the_event(end):
    """Neither hours, nor points, nor the close, nor diplomas: whatever step it was at."""
    hall, owner = hall_with_members(), UserFactory()
    for steps in range(5):
        start_rehearsal(hall.event.pk, actor=owner)
        for _ in range(steps):
            take_step(claim())
        late = claim()
        end(hall.event.pk, actor=owner)
        before = rows()

        with pytest.raises(TakenAway):
            take_step(late)

        assert rows() == before, steps
        if end is stop_rehearsal:
            reset_rehearsal(hall.event.pk, actor=owner)


def give_points(hall):
    hall.give(1, 1, 8)


def give_a_diploma(hall):
    DiplomaFactory(person=TeamMemberFactory(project=hall.defenses[1].project, order=1).person)


def begin_the_day(hall):
    Event.objects.filter(pk=hall.event.pk).update(phase=Event.Phase.LIVE)


def end_the_day(hall):
    Event.objects.filter(pk=hall.event.pk).update(phase="closed", scoring_closed_at=DAY)


def put_on_stage(hall):
    RunItem.objects.filter(pk=hall.defenses[1].run_item_id).update(started_at=DAY)


def take_the_panel_away(hall):
    Interest.objects.all().delete()
    hall.seats[1].delete()


REFUSED = (
    (give_points, EventHasRealMarks),
    (give_a_diploma, EventHasRealMarks),
    (begin_the_day, DayHasBegun),
    (end_the_day, EventHasRealMarks),
    (put_on_stage, DayHasBegun),
    (take_the_panel_away, NothingToPlay),
    (lambda hall: start_rehearsal(hall.event.pk, actor=UserFactory()), RehearsalNotReset),
)


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_is_refused_where_anything_real_is_at_stake():
    for make_it_real, refusal in REFUSED:
        hall, owner = hall_of(1, 1), UserFactory()
        make_it_real(hall)
        before = rows()

        with pytest.raises(refusal):
            start_rehearsal(hall.event.pk, actor=owner)

        assert rows() == before, refusal


@pytest.mark.django_db(transaction=True)
def test_of_two_who_start_at_once_one_starts_it():
    hall, owners = hall_of(1, 1), [UserFactory(), UserFactory()]

    def start(owner: User) -> object:
        try:
            return start_rehearsal(hall.event.pk, actor=owner).started_by_id
        except RehearsalNotReset:
            return RehearsalNotReset
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = list(threads.map(start, owners))

    assert outcomes.count(RehearsalNotReset) == 1
    assert Rehearsal.objects.count() == 1


@pytest.mark.once("what a page offers is of no engine")
@pytest.mark.django_db(transaction=True)
def test_stopping_and_taking_back_in_the_browser(client):
    hall = hall_with_members()
    owner = MembershipFactory(event=hall.event).user
    as_organizer(client, owner)

    def press(act: str, **data: str) -> str:
        answer = client.post(reverse(f"organizer:rehearsal_{act}", args=[hall.event.slug]), data)
        return client.get(answer.url).content.decode() if answer.status_code == 302 else ""

    first, second = press("start", agreed="1"), press("start", agreed="1")
    take_step(claim())
    stopped, again = press("stop"), press("stop")
    play_on()
    back, nothing = press("reset", agreed="1"), press("reset", agreed="1")

    assert "The rehearsal has begun." in first
    assert 'hx-trigger="every 2s"' in first
    assert "An earlier rehearsal is still there." in second
    assert "Stopped." in stopped
    assert "of 6 steps" in stopped
    assert "Score sheets submitted: 3; refused, as by a recusal: 0; diplomas: 0." in " ".join(
        stopped.split()
    )
    assert "No rehearsal is being played now." in again
    assert "The rehearsal is taken back. Score sheets: 3, diplomas: 0, cards: 3." in back
    assert "This event is not a rehearsal" in nothing
    with pytest.raises(NotPlaying):
        stop_rehearsal(hall.event.pk, actor=owner)


@pytest.mark.once("a worker of either broker plays the demo: test_rehearsal")
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_plays_it(client, running_worker):
    hall = hall_with_members()
    as_organizer(client, MembershipFactory(event=hall.event).user)

    client.post(reverse("organizer:rehearsal_start", args=[hall.event.slug]), {"agreed": "1"})
    wait_until(lambda: not row(hall).goes_on, "the rehearsal is played")

    assert row(hall).state == State.DONE
    assert "Neither a chair nor a deputy sits on the panel" in row(hall).error
    assert Diploma.objects.filter(state="ready").count() == 2

"""The steps of an event between its phases: what each demands, and two organizers who move it at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from events.access import Right
from events.errors import PhaseHasMoved, StepNotReady
from events.models import AuditEntry, Event
from events.rules import Gap
from events.services import phases
from events.services.phases import STEPS, hindrances, step_named, steps_from, take_step
from tests.factories import DAY, EventFactory

Phase = Event.Phase

NO_CHAIR = Gap("panel", "The panel has no chair.")
NO_PROJECT = Gap("projects", "There is no project yet.")


def event_in(phase: str, **fields: object) -> Event:
    closed_at = DAY if phase in {Phase.CLOSED, Phase.ARCHIVED} else None
    return EventFactory(phase=phase, **{"scoring_closed_at": closed_at, **fields})


def moves(event: Event) -> list[tuple[str, dict[str, str]]]:
    lines = AuditEntry.objects.filter(event=event)
    return [
        (line.verb, {name: line.details[name] for name in ("from", "to")})
        for line in lines
        if line.details["rows"].keys() == {f"event:{event.pk}"}
    ]


@pytest.mark.parametrize(
    ("phase", "names"),
    [
        ("draft", ["open"]),
        ("open", ["begin", "withdraw"]),
        ("live", ["close", "postpone"]),
        ("closed", ["archive", "resume"]),
        ("archived", ["restore"]),
    ],
)
def test_a_phase_leads_on_and_back_and_nowhere_else(phase, names):
    assert [step.name for step in steps_from(phase)] == names


def test_every_step_can_be_taken_back_by_whoever_may_take_it():
    for step in STEPS:
        back = [
            other.right
            for other in STEPS
            if (other.before, other.after) == (step.after, step.before)
        ]

        assert back == [step.right], step.name


@pytest.mark.parametrize(
    ("name", "right", "found"),
    [
        ("open", Right.SETTINGS, phases.OPEN),
        ("open", Right.DAY, None),
        ("begin", Right.DAY, phases.BEGIN),
        ("", Right.DAY, None),
    ],
)
def test_a_step_is_found_only_with_its_own_right(name, right, found):
    assert step_named(name, right) is found


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_moves_the_event_and_is_one_line_of_the_log(step):
    event = event_in(step.before, scoring_closed_at=DAY)

    take_step(event.pk, step, gaps=[], actor="test")

    event.refresh_from_db()
    assert event.phase == step.after
    assert moves(event) == [("event.moved", {"from": step.before.value, "to": step.after.value})]


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_taken_twice_is_one_line_of_the_log(step):
    event = event_in(step.before, scoring_closed_at=DAY)
    take_step(event.pk, step, gaps=[], actor="test")

    assert take_step(event.pk, step, gaps=[], actor="test").phase == step.after

    assert len(moves(event)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "phase"),
    [
        pytest.param(step, phase, id=f"{step.name}-{phase}")
        for step, phase in product(STEPS, Phase)
        if phase not in {step.before, step.after}
    ],
)
def test_a_step_from_elsewhere_is_refused_and_says_where_the_event_is(step, phase):
    event = event_in(phase)

    with pytest.raises(PhaseHasMoved, match=f"Its phase now: {Phase(phase).label}."):
        take_step(event.pk, step, gaps=[], actor="test")

    event.refresh_from_db()
    assert event.phase == phase
    assert moves(event) == []


@pytest.mark.django_db
def test_an_event_opens_only_without_gaps_and_says_which_there_are():
    event = event_in(Phase.DRAFT)

    with pytest.raises(StepNotReady) as refusal:
        take_step(event.pk, phases.OPEN, gaps=[NO_PROJECT, NO_CHAIR], actor="test")

    event.refresh_from_db()
    assert event.phase == Phase.DRAFT
    assert refusal.value.gaps == (NO_PROJECT, NO_CHAIR)
    assert str(refusal.value) == "Not yet. There is no project yet. The panel has no chair."
    assert moves(event) == []


def test_a_gap_keeps_nobody_waiting_once_the_event_is_open():
    event = EventFactory.build(phase=Phase.OPEN)

    assert hindrances(phases.BEGIN, event, [NO_CHAIR]) == []


@pytest.mark.django_db
def test_an_event_is_not_closed_while_marks_are_taken():
    event = event_in(Phase.LIVE)

    with pytest.raises(StepNotReady, match="The scoring is still open"):
        take_step(event.pk, phases.CLOSE, gaps=[], actor="test")

    event.refresh_from_db()
    assert event.phase == Phase.LIVE


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_rehearsal_moves_nothing_that_would_outlast_it(step):
    event = event_in(step.before, scoring_closed_at=DAY, is_rehearsal=True)

    with pytest.raises(StepNotReady, match="A rehearsal is going on"):
        take_step(event.pk, step, gaps=[], actor="test")

    event.refresh_from_db()
    assert event.phase == step.before


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.ARCHIVED])
def test_the_database_keeps_the_scoring_of_an_event_that_is_over_closed(phase):
    event = event_in(phase)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(scoring_closed_at=None)


def take_at_once(event: Event, *steps: phases.Step) -> list[str]:
    """Each step on a connection of its own, all begun together: the phase each led to, or its refusal."""
    together = threading.Barrier(len(steps))

    def take(step: phases.Step) -> str:
        try:
            together.wait(timeout=30)
            return take_step(event.pk, step, gaps=[], actor="test").phase
        except PhaseHasMoved as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(steps)) as organizers:
        return sorted(organizers.map(take, steps))


@pytest.mark.django_db(transaction=True)
def test_two_organizers_who_begin_the_day_at_once_begin_it_once():
    event = event_in(Phase.OPEN)

    outcomes = take_at_once(event, phases.BEGIN, phases.BEGIN)

    assert outcomes == [Phase.LIVE, Phase.LIVE]
    assert moves(event) == [("event.moved", {"from": "open", "to": "live"})]


@pytest.mark.django_db(transaction=True)
def test_of_two_organizers_who_want_different_things_one_is_told():
    event = event_in(Phase.OPEN)

    outcomes = take_at_once(event, phases.BEGIN, phases.WITHDRAW)

    event.refresh_from_db()
    assert outcomes == ["PhaseHasMoved", event.phase]
    assert [details["to"] for _verb, details in moves(event)] == [event.phase]
    assert AuditEntry.first_broken(event) is None


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_event_the_day_begins_twice(monkeypatch):
    """The negative control: both have looked before either has moved."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")
    event = event_in(Phase.OPEN)
    both_looked = threading.Barrier(2)
    look = phases.hindrances

    def look_together(*args: object) -> list[Gap]:
        found = look(*args)
        both_looked.wait(timeout=30)
        return found

    monkeypatch.setattr(phases, "hindrances", look_together)
    monkeypatch.setattr(phases, "_locked", lambda event_id: Event.objects.get(pk=event_id))

    take_at_once(event, phases.BEGIN, phases.BEGIN)

    assert len(moves(event)) == 2

"""The common lock: one effect however often it is pressed, and no save under way when it falls."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from events.errors import EventIsOver
from events.models import AuditEntry, Event
from experts.errors import ReasonMissing, ReasonRefused, ScoringIsClosed
from experts.models import SheetRevision
from experts.services import closing, score_sheets
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, SheetOperation
from tests.cast import Cast, gather
from tests.experts.hall import fill, pass_of
from tests.factories import DAY

LATER = DAY + timedelta(minutes=5)
LONG_ENOUGH_TO_PASS = 1.0


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def verbs() -> list[str]:
    return [entry.verb for entry in AuditEntry.objects.order_by("number")]


def test_closing_twice_is_closing_once(cast):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    close_scoring(cast.event.pk, actor=cast.olga, at=LATER)

    assert Event.objects.get(pk=cast.event.pk).scoring_closed_at == DAY
    assert verbs() == ["scoring.closed"]


def test_reopening_keeps_its_reason(cast):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    reopen_scoring(cast.event.pk, reason=" A tablet was late. ", actor=cast.olga, at=LATER)

    assert Event.objects.get(pk=cast.event.pk).is_scoring_open
    assert verbs() == ["scoring.closed", "scoring.reopened"]
    assert AuditEntry.objects.latest("number").details["reason"] == "A tablet was late."


def test_reopening_what_is_open_does_nothing(cast):
    reopen_scoring(cast.event.pk, reason="To be sure.", actor=cast.olga, at=DAY)

    assert verbs() == []


@pytest.mark.parametrize(("reason", "error"), [(" ", ReasonMissing), ("я" * 501, ReasonRefused)])
def test_reopening_needs_a_reason(cast, reason, error):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    with pytest.raises(error):
        reopen_scoring(cast.event.pk, reason=reason, actor=cast.olga, at=LATER)

    assert not Event.objects.get(pk=cast.event.pk).is_scoring_open


@pytest.mark.parametrize("phase", [Event.Phase.CLOSED, Event.Phase.ARCHIVED])
def test_an_event_that_is_over_takes_no_marks_again(cast, phase):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    Event.objects.filter(pk=cast.event.pk).update(phase=phase)

    with pytest.raises(EventIsOver):
        reopen_scoring(cast.event.pk, reason="A late sheet.", actor=cast.olga, at=LATER)

    assert not Event.objects.get(pk=cast.event.pk).is_scoring_open


def test_one_event_closes_without_the_other(cast):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    assert Event.objects.get(pk=cast.other_event.pk).is_scoring_open


def whole_sheet() -> SheetOperation:
    return SheetOperation(
        op_id=uuid4(),
        device_id=None,
        sequence=1,
        base_rev=0,
        client_ts=0,
        rubric_version=1,
        is_final=True,
        points={"whole": Decimal(5)},
    )


def close_during_a_save(monkeypatch, *, patience: float = LONG_ENOUGH_TO_PASS) -> tuple[bool, str]:
    """Whether a closing commits between a save's check and its write, and how the save then ends."""
    hall = fill(experts=1, projects=1)
    seat, defense = hall.seats[1], hall.defenses[1]
    held = pass_of(seat)
    has_checked, may_write = threading.Event(), threading.Event()
    check = score_sheets._check

    def check_and_wait(*args) -> None:
        check(*args)
        has_checked.set()
        may_write.wait(timeout=30)

    def save() -> str:
        try:
            return save_sheet(
                Assignment(seat.pk, defense.pk),
                operation=whole_sheet(),
                held=held,
                at=timezone.now(),
            ).status
        except ScoringIsClosed:
            return "closed"
        finally:
            connection.close()

    def close() -> None:
        try:
            close_scoring(hall.event.pk, actor="test", at=timezone.now())
        finally:
            connection.close()

    monkeypatch.setattr(score_sheets, "_check", check_and_wait)
    with ThreadPoolExecutor(max_workers=2) as threads:
        saving = threads.submit(save)
        assert has_checked.wait(timeout=30)
        closed = threads.submit(close)
        has_passed = bool(wait([closed], timeout=patience).done)
        may_write.set()
        closed.result(timeout=30)
        return has_passed, saving.result(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_save_under_way(monkeypatch):
    outcome = close_during_a_save(monkeypatch)

    assert outcome == (False, "applied")
    assert SheetRevision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_seats_closing_passes_a_save_and_the_database_still_refuses_it(monkeypatch):
    """The negative control of the lock; what it lets through, the trigger stops."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")
    monkeypatch.setattr(closing, "held_event", lambda event_id: Event.objects.get(pk=event_id))

    outcome = close_during_a_save(monkeypatch, patience=25)

    assert outcome == (True, "closed")
    assert SheetRevision.objects.count() == 0

"""A rehearsal begins and ends between two saves of a score sheet, never across one."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from defense.rehearsal.casting import EventHasRealMarks, cast_rehearsal
from defense.rehearsal.closing import reset_rehearsal
from events.errors import PassNotFound
from events.models import Event, Pass, User
from events.services.passes import issue_pass, revoke_pass
from experts.models import ScoreSheet, SheetRevision
from experts.services import score_sheets
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, SheetOperation
from tests.experts.hall import Hall, fill, pass_of

pytestmark = pytest.mark.django_db(transaction=True)

LONG_ENOUGH_TO_PASS = 1.0


def whole_sheet(base_rev: int = 0) -> SheetOperation:
    return SheetOperation(
        op_id=uuid4(),
        device_id=None,
        sequence=1,
        base_rev=base_rev,
        client_ts=0,
        rubric_version=1,
        is_final=True,
        points={"whole": Decimal(5 + base_rev)},  # the same points again are no save
    )


def expert_pass(hall: Hall) -> Pass:
    """Of the rehearsal while there is one, as the tablet's session found it."""
    is_rehearsal = Event.objects.get(pk=hall.event.pk).is_rehearsal
    return pass_of(hall.seats[1], is_rehearsal=is_rehearsal)


def save(hall: Hall, base_rev: int = 0, held: Pass | None = None) -> str:
    sent, held = whole_sheet(base_rev), held or expert_pass(hall)
    return save_sheet(
        Assignment(hall.seats[1].pk, hall.defenses[1].pk),
        operation=sent,
        held=held,
        at=timezone.now(),
    ).status


def on_its_own_connection(act: Callable[[], object]) -> object:
    """What the act answers, or the class of what it raises."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001 - whatever the race does is the finding
        return type(error)
    finally:
        connection.close()


def during_a_save(monkeypatch, hall: Hall, act: Callable[[], object], base_rev: int = 0):
    """Act while a save has checked everything and written nothing: what both came to."""
    has_checked, may_write = threading.Event(), threading.Event()
    check = score_sheets._check

    def check_and_wait(*args) -> None:
        check(*args)
        has_checked.set()
        may_write.wait(timeout=30)

    monkeypatch.setattr(score_sheets, "_check", check_and_wait)
    with ThreadPoolExecutor(max_workers=2) as threads:
        saving: Future[object] = threads.submit(on_its_own_connection, lambda: save(hall, base_rev))
        assert has_checked.wait(timeout=30)
        acting: Future[object] = threads.submit(on_its_own_connection, act)
        wait([acting], timeout=LONG_ENOUGH_TO_PASS)
        may_write.set()
        return saving.result(timeout=30), acting.result(timeout=30)


def test_a_rehearsal_does_not_begin_over_a_mark_under_way(monkeypatch):
    hall = fill(experts=1, projects=1)

    outcome = during_a_save(
        monkeypatch, hall, lambda: cast_rehearsal(hall.event.pk, at=timezone.now())
    )

    assert outcome == ("applied", EventHasRealMarks)
    assert not Event.objects.get(pk=hall.event.pk).is_rehearsal
    assert not User.objects.exists()


@pytest.mark.parametrize("base_rev", [0, 1])
def test_a_reset_takes_the_save_under_way_with_it(monkeypatch, base_rev):
    hall = fill(experts=1, projects=1)
    cast_rehearsal(hall.event.pk, at=timezone.now())
    if base_rev:
        save(hall)

    saved, removed = during_a_save(
        monkeypatch, hall, lambda: reset_rehearsal(hall.event.pk), base_rev
    )

    assert saved == "applied"
    assert (removed["revisions"], removed["sheets"]) == (base_rev + 1, 1)
    assert not ScoreSheet.objects.exists()
    assert not SheetRevision.objects.exists()
    assert Event.objects.get(pk=hall.event.pk).rule_locked_at is None


def test_a_save_that_waited_for_the_reset_is_no_mark_of_the_day():
    hall = fill(experts=1, projects=1)
    cast_rehearsal(hall.event.pk, at=timezone.now())
    held = expert_pass(hall)
    has_reset, may_commit = threading.Event(), threading.Event()

    @transaction.atomic
    def reset() -> None:
        reset_rehearsal(hall.event.pk)
        has_reset.set()
        may_commit.wait(timeout=30)

    with ThreadPoolExecutor(max_workers=2) as threads:
        resetting = threads.submit(on_its_own_connection, reset)
        assert has_reset.wait(timeout=30)
        saving = threads.submit(on_its_own_connection, lambda: save(hall, held=held))
        wait([saving], timeout=LONG_ENOUGH_TO_PASS)
        may_commit.set()
        outcome = resetting.result(timeout=30), saving.result(timeout=30)

    assert outcome == (None, PassNotFound)
    assert not ScoreSheet.objects.exists()


def test_a_rehearsal_and_a_line_of_the_log_do_not_wait_for_each_other():
    """Whoever has written to the log names the event once more when it commits."""
    hall = fill(experts=1, projects=1)
    at = timezone.now()
    card = issue_pass(hall.seats[1].person, kind="trainee", actor="test", at=at)
    has_written, may_commit = threading.Event(), threading.Event()

    @transaction.atomic
    def revoke() -> str:
        revoke_pass(card.issued, actor="test", at=at)
        has_written.set()
        may_commit.wait(timeout=LONG_ENOUGH_TO_PASS)
        return "revoked"

    with ThreadPoolExecutor(max_workers=2) as threads:
        revoking = threads.submit(on_its_own_connection, revoke)
        assert has_written.wait(timeout=30)
        casting = threads.submit(
            on_its_own_connection, lambda: cast_rehearsal(hall.event.pk, at=at).slug
        )
        outcome = revoking.result(timeout=30), casting.result(timeout=30)

    assert outcome == ("revoked", hall.event.slug)

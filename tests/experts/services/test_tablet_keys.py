"""The key of a tablet is registered while others save and the scoring closes: nobody stands in anybody's way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import IntegrityError, OperationalError, connection

from events.errors import DomainError
from events.models import AuditEntry, AuditHead, Event
from experts.models import SheetRevision, SheetSignature, TabletKey
from experts.reports.differences import verdict
from experts.services import tablet_keys
from experts.services.closing import close_scoring
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment
from tests.experts.hall import Hall, fill, pass_of
from tests.experts.services.test_closing import whole_sheet
from tests.experts.tablets import Tablet
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)

ONE_WRITER = "SQLite lets one transaction write at a time, lock or no lock"
LONG_ENOUGH_TO_PASS = 1.0
EXPERTS, TEAMS = 4, 3


def outcome_of(act: Callable[[], object]) -> str:
    try:
        return str(act())
    except (DomainError, OperationalError) as error:
        return type(error).__name__
    finally:
        connection.close()


def save(hall: Hall, expert: int, team: int, tablet: Tablet | None = None) -> str:
    seat = hall.seats[expert]
    sheet, card = Assignment(seat.pk, hall.defenses[team].pk), pass_of(seat)
    sent = whole_sheet()
    if tablet:
        sent = tablet.signed(sent, sheet, card)
    return str(save_sheet(sheet, operation=sent, held=card, at=DAY).status)


def register_and_save(hall: Hall, expert: int, together: threading.Barrier) -> list[str]:
    """A key, a signed sheet, another key that closes the first, and the next: as on one tablet after another."""
    together.wait(timeout=60)
    said = []
    for team in range(1, TEAMS + 1):
        tablet = Tablet()
        tablet.register(pass_of(hall.seats[expert]))
        said.append(save(hall, expert, team, tablet))
    return said


def test_keys_are_registered_while_all_save_and_nothing_is_lost():
    hall = fill(EXPERTS, TEAMS)
    for seat in hall.seats.values():
        pass_of(seat)
    together = threading.Barrier(EXPERTS)

    def play(expert: int) -> str:
        return outcome_of(lambda: register_and_save(hall, expert, together))

    with ThreadPoolExecutor(EXPERTS) as panel:
        said = list(panel.map(play, hall.seats))

    assert said == [str(["applied"] * TEAMS)] * EXPERTS
    assert SheetSignature.objects.count() == SheetRevision.objects.count() == EXPERTS * TEAMS
    assert TabletKey.objects.count() == EXPERTS * TEAMS
    assert TabletKey.objects.open().count() == EXPERTS
    assert verdict(hall.event).differences == ()
    assert AuditEntry.first_broken(hall.event) is None


def meet_the_first_points(monkeypatch, before: Callable[[int], object]) -> list[str]:
    """A registration that is about to hold the event, and a save that holds it and goes on to the log."""
    hall = fill(experts=2, projects=1)
    _first, second = (pass_of(hall.seats[number]) for number in (1, 2))
    meeting, tablet = threading.Barrier(2), Tablet()
    lock_rule, held = Event.lock_rule, type(Event.objects).held

    def lock_and_meet(event: Event, at) -> None:
        lock_rule(event, at)
        meeting.wait(timeout=30)

    def meet_and_hold(manager, event_id: int) -> Event:
        before(event_id)
        meeting.wait(timeout=30)
        return held(manager, event_id)

    monkeypatch.setattr(Event, "lock_rule", lock_and_meet)
    monkeypatch.setattr(type(Event.objects), "held", meet_and_hold)
    with ThreadPoolExecutor(2) as threads:
        acts = [lambda: save(hall, 1, 1), lambda: tablet.register(second).mark == tablet.mark]
        return [each.result() for each in [threads.submit(outcome_of, act) for act in acts]]


def test_a_key_waits_for_the_first_points_and_comes_after_them(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)

    assert meet_the_first_points(monkeypatch, lambda event_id: None) == ["applied", "True"]
    assert TabletKey.objects.count() == SheetRevision.objects.count() == 1


def test_with_the_head_of_the_log_before_the_event_the_two_would_stand_still(monkeypatch):
    """The negative control: the order of locks turned round."""
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)

    assert "OperationalError" in meet_the_first_points(monkeypatch, AuditHead.locked)


def close_during_a_registration(monkeypatch, patience: float) -> tuple[bool, str]:
    """Whether a closing commits between a registration's check and its write, and how that one ends."""
    hall = fill(experts=1, projects=1)
    card = pass_of(hall.seats[1])
    has_checked, may_write = threading.Event(), threading.Event()
    close_others = tablet_keys._close_others

    def wait_and_close(*args):
        has_checked.set()
        may_write.wait(timeout=60)
        return close_others(*args)

    monkeypatch.setattr(tablet_keys, "_close_others", wait_and_close)

    def close() -> None:
        close_scoring(hall.event.pk, actor="test", at=DAY)

    with ThreadPoolExecutor(2) as threads:
        registering = threads.submit(outcome_of, lambda: Tablet().register(card).closed_at)
        assert has_checked.wait(timeout=30)
        closing = threads.submit(outcome_of, close)
        has_passed = bool(wait([closing], timeout=patience).done)
        may_write.set()
        closing.result(timeout=60)
        return has_passed, registering.result(timeout=60)


def test_the_close_waits_for_a_key_that_is_being_registered(monkeypatch):
    assert close_during_a_registration(monkeypatch, LONG_ENOUGH_TO_PASS) == (False, "None")
    assert TabletKey.objects.count() == 1


def test_without_the_lock_of_the_event_the_close_passes_and_the_database_refuses_the_key(
    monkeypatch,
):
    """The negative control of the lock; what it lets through, the trigger stops."""
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)
    monkeypatch.setattr(
        type(Event.objects), "held", lambda manager, event_id: Event.objects.get(pk=event_id)
    )

    with pytest.raises(IntegrityError, match="refused"):
        close_during_a_registration(monkeypatch, 25)
    assert not TabletKey.objects.exists()

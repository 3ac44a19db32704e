"""Cards stopped and replaced while their tablets save, are unlocked, and other organizers press as well."""

import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from defense.desk import cards as desk
from defense.desk.cards import replace_chosen
from events.errors import DomainError
from events.models import AuditEntry, Enrolment, Pass, User
from events.services import passes
from events.services.passes import Card, issue_pass, redeem_pass, revoke_passes
from events.services.unlocking import unlock
from experts.models import SheetRevision
from experts.reports.differences import verdict
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment
from tests.experts.hall import Hall, fill
from tests.experts.services.test_closing import whole_sheet
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

ONE_WRITER = "SQLite lets one transaction write at a time, lock or no lock"
EXPERTS, TEAMS = 3, 3


def outcome_of(act: Callable[[], object]) -> str:
    try:
        return str(act())
    except (DomainError, OperationalError) as error:
        return type(error).__name__
    finally:
        connection.close()


def opened(hall: Hall) -> list[Card]:
    """A card of every expert, each opened on a tablet of its own."""
    cards = [
        issue_pass(seat.person, kind="expert", actor="system:test", at=DAY)
        for seat in hall.seats.values()
    ]
    for card in cards:
        redeem_pass(card.token, device=card.token, at=DAY)
    return cards


@pytest.fixture
def hall() -> Hall:
    return fill(EXPERTS, TEAMS)


@pytest.fixture
def olga(hall) -> User:
    return MembershipFactory(event=hall.event, role="owner").user


def stop(cards: Collection[Card], hall: Hall, olga: User) -> str:
    found = Pass.objects.filter(pk__in=[each.issued.pk for each in cards])
    revoke_passes(found.select_related("person__event"), actor=olga, at=DAY)
    return "stopped"


def replace(cards: Collection[Card], hall: Hall, olga: User) -> str:
    made = replace_chosen(hall.event, [each.issued.pk for each in cards], actor=olga, at=DAY)
    return f"replaced {len(made)}"


@pytest.mark.parametrize("act", [stop, replace])
def test_cards_go_while_their_tablets_save_and_are_unlocked(hall, olga, act):
    cards = opened(hall)
    together = threading.Barrier(2 * EXPERTS + 1)

    def give(number: int) -> list[str]:
        together.wait(timeout=60)
        seat, held = hall.seats[number], cards[number - 1].issued
        return [
            outcome_of(
                lambda team=team: (
                    save_sheet(
                        Assignment(seat.pk, team.pk), operation=whole_sheet(), held=held, at=DAY
                    ).status
                )
            )
            for team in hall.defenses.values()
        ]

    def enter(number: int) -> list[str]:
        together.wait(timeout=60)
        card = cards[number - 1]
        return [
            outcome_of(
                lambda at=DAY + timedelta(hours=turn): unlock(card.token, card.pin, at=at).pk
            )
            for turn in range(TEAMS)
        ]

    def go() -> str:
        together.wait(timeout=60)
        return outcome_of(lambda: act(cards, hall, olga))

    with ThreadPoolExecutor(2 * EXPERTS + 1) as threads:
        saving = [threads.submit(give, number) for number in hall.seats]
        entering = [threads.submit(enter, number) for number in hall.seats]
        gone = threads.submit(go).result()
        saved = [said for each in saving for said in each.result()]
        entered = {said for each in entering for said in each.result()}

    assert gone in ("stopped", f"replaced {EXPERTS}")
    assert set(saved) <= {"applied", "PassNotFound"}
    assert entered <= {"TabletIsOut", *(str(card.issued.pk) for card in cards)}
    assert saved.count("applied") == SheetRevision.objects.count()
    assert not Pass.objects.valid().filter(pk__in=[card.issued.pk for card in cards]).exists()
    assert not Enrolment.objects.open().exists()
    assert verdict(hall.event).differences == ()
    assert AuditEntry.first_broken(hall.event) is None


def stop_and_replace(monkeypatch, hall: Hall, olga: User) -> list[str]:
    """Both at once: who stops holds the people, and goes on when the other is about to."""
    cards = opened(hall)
    meeting, hold_people = threading.Barrier(2), passes._hold_people
    has_stopper_met = threading.Event()

    def meet(people: Collection[int]) -> None:
        if threading.current_thread().name.startswith("stop"):
            hold_people(people)
            meeting.wait(timeout=60)
        elif not has_stopper_met.is_set():
            has_stopper_met.set()
            meeting.wait(timeout=60)
            hold_people(people)
        else:
            hold_people(people)

    monkeypatch.setattr(passes, "_hold_people", meet)
    with (
        ThreadPoolExecutor(1, thread_name_prefix="stop") as one,
        ThreadPoolExecutor(1, thread_name_prefix="replace") as other,
    ):
        acts = [
            one.submit(outcome_of, lambda: stop(cards, hall, olga)),
            other.submit(outcome_of, lambda: replace(cards, hall, olga)),
        ]
        return [each.result() for each in acts]


def test_of_two_who_stop_and_replace_the_same_cards_the_second_finds_them_stopped(
    monkeypatch, hall, olga
):
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)

    assert stop_and_replace(monkeypatch, hall, olga) == ["stopped", "replaced 0"]
    assert not Pass.objects.valid().exists()


def test_with_the_cards_held_before_the_people_the_two_would_stand_still(monkeypatch, hall, olga):
    """The negative control: the order of locks turned round."""
    if connection.vendor == "sqlite":
        pytest.skip(ONE_WRITER)
    hold_cards = desk.hold_cards

    def cards_first(people: Collection[int]) -> None:
        cards = Pass.objects.valid().filter(person__in=people).order_by("pk")
        list(cards.select_for_update(of=("self",)))
        hold_cards(people)

    monkeypatch.setattr(desk, "hold_cards", cards_first)

    assert "OperationalError" in stop_and_replace(monkeypatch, hall, olga)

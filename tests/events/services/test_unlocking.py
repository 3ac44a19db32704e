"""The PIN: it opens its own tablet, ten wrong ones end it, and nobody else on the same address notices."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection

from events.errors import DomainError, PinWaits, PinWrong, TabletIsOut
from events.models import AuditEntry, Enrolment, Pass
from events.pins import MOST_WRONG
from events.services import unlocking
from events.services.passes import Card, revoke_pass
from events.services.unlocking import unlock
from events.tablets import Out, standing_of
from tests.events.services.test_passes import log_of, opened
from tests.factories import DAY, PersonFactory

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)
MANY = 1_000  # ten thousand are answered alike, and take twenty seconds


def wrong_for(card: Card) -> str:
    return f"{(int(card.pin) + 1) % 10_000:04}"


def guesses(card: Card, many: int, device: str = "first", pause: timedelta = LATER) -> list[str]:
    """What wrong PINs are answered, with a pause between any two."""
    answers = []
    for turn in range(many):
        try:
            unlock(device, wrong_for(card), at=DAY + pause * turn)
        except DomainError as refusal:
            answers.append(refusal.code)
    return answers


@pytest.fixture
def evaluated(monkeypatch) -> Iterator[list[str]]:
    """Every PIN that a hash was made of."""
    seen: list[str] = []
    verify = MD5PasswordHasher.verify

    def noted(self, password: str, encoded: str) -> bool:
        seen.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", noted)
    return seen


def test_the_pin_opens_its_own_tablet_and_forgets_what_was_wrong():
    card = opened()
    assert guesses(card, 4) == ["wrong"] * 4

    held = unlock("first", card.pin, at=DAY)

    tablet = Enrolment.objects.get()
    assert held.pk == card.issued.pk
    assert (tablet.wrong_count, tablet.waits_until, tablet.entered_at) == (0, None, DAY)
    assert guesses(card, 4) == ["wrong"] * 4


def test_it_says_how_many_tries_are_left():
    card = opened()

    with pytest.raises(PinWrong, match="9 tries are left"):
        unlock("first", wrong_for(card), at=DAY)


@pytest.mark.parametrize("device", ["", "second"])
def test_the_pin_opens_no_other_device_and_is_not_looked_at_there(evaluated, device):
    card = opened()

    with pytest.raises(TabletIsOut) as refusal:
        unlock(device, card.pin, at=DAY)

    assert (refusal.value.why, evaluated) == (Out.UNKNOWN, [])


def test_the_fifth_wrong_one_begins_waits_in_which_nothing_is_tried(evaluated):
    card = opened()
    assert guesses(card, 5, pause=timedelta(0)) == ["wrong"] * 5

    for seconds, left in ((0, 30), (29.5, 1)):
        with pytest.raises(PinWaits) as refusal:
            unlock("first", card.pin, at=DAY + timedelta(seconds=seconds))
        assert refusal.value.seconds == left

    assert len(evaluated) == 5
    assert unlock("first", card.pin, at=DAY + timedelta(seconds=30)).pk == card.issued.pk


def test_ten_wrong_ones_end_the_card_and_say_so():
    card = opened()

    assert guesses(card, 12) == [*["wrong"] * 9, *["closed"] * 3]

    tablet = Enrolment.objects.select_related("card").get()
    line = AuditEntry.objects.get(verb="tablet.closed")
    assert (tablet.why, tablet.wrong_count) == ("guessed", MOST_WRONG)
    assert tablet.card.revoked_at == tablet.ended_at
    assert line.actor == "system:unlocking"
    assert log_of(card.issued.person.event) == []
    with pytest.raises(TabletIsOut):
        unlock("first", card.pin, at=DAY + 100 * LATER)


class Crash(Exception):
    """The process ends."""


@pytest.fixture
def crashed(monkeypatch) -> Card:
    """Ten were wrong, and the process ended before the tablet was closed."""
    card = opened()
    guesses(card, MOST_WRONG - 1)

    def crash(*_of):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(unlocking, "_close", crash)
        with pytest.raises(Crash):
            unlock("first", wrong_for(card), at=DAY + 9 * LATER)
    return card


def test_a_crash_after_the_tenth_wrong_one_leaves_a_tablet_that_the_next_look_closes(
    crashed, evaluated
):
    assert Pass.objects.valid().exists()

    with pytest.raises(TabletIsOut) as refusal:
        unlock("first", crashed.pin, at=DAY + 20 * LATER)

    assert (refusal.value.why, evaluated) == (Out.GUESSED, [])
    assert not Pass.objects.valid().exists()
    assert Enrolment.objects.get().why == "guessed"
    assert AuditEntry.objects.filter(verb="tablet.closed").count() == 1
    assert standing_of("first").why == Out.GUESSED


def test_who_comes_while_the_tenth_is_being_looked_at_closes_nothing(crashed, evaluated):
    """The tenth may be right: its own look decides."""
    with pytest.raises(TabletIsOut):
        unlock("first", crashed.pin, at=DAY + 9 * LATER)

    assert evaluated == []
    assert Pass.objects.valid().exists()


@pytest.mark.once("the count is one statement, tried on both engines below")
def test_of_a_thousand_guesses_ten_are_looked_at_and_the_neighbour_comes_in(evaluated):
    card, neighbour = opened("first"), opened("second")

    answers = guesses(card, MANY)

    assert len(evaluated) == MOST_WRONG
    assert (len(answers), answers.count("wrong")) == (MANY, MOST_WRONG - 1)
    assert unlock("second", neighbour.pin, at=DAY).pk == neighbour.issued.pk


@pytest.mark.once("how many queries are made is of no engine")
def test_a_guess_at_a_tablet_that_is_closed_costs_one_query_and_no_hash(
    evaluated, django_assert_num_queries
):
    """So the ten thousandth is as cheap as the eleventh, and nothing of it is written."""
    card = opened()
    guesses(card, MOST_WRONG)

    with django_assert_num_queries(25):
        answers = guesses(card, 25)

    assert (len(evaluated), set(answers)) == (MOST_WRONG, {"closed"})


def test_with_the_count_off_every_guess_would_be_looked_at(evaluated, monkeypatch):
    """The negative control of the one above."""
    card = opened()
    monkeypatch.setattr(
        unlocking, "_counted", lambda enrolment, at: Enrolment.objects.get(pk=enrolment)
    )

    guesses(card, 25)

    assert len(evaluated) == 25


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_by_one(evaluated):
    card, many = opened(), 16
    together = threading.Barrier(many)

    def guess(turn: int) -> None:
        together.wait()
        with suppress(DomainError):
            unlock("first", wrong_for(card), at=DAY + LATER * turn)
        connection.close()

    with ThreadPoolExecutor(many) as thieves:
        list(thieves.map(guess, range(many)))

    tablet = Enrolment.objects.get()
    assert len(evaluated) == tablet.wrong_count <= MOST_WRONG
    assert len(evaluated) >= 5


def test_a_shared_tablet_is_unlocked_by_who_was_in_last_or_who_is_named():
    event = PersonFactory().event
    first, second = (opened("shared", PersonFactory(event=event)) for _expert in range(2))
    Enrolment.objects.filter(card=second.issued).update(entered_at=DAY + LATER)

    assert unlock("shared", second.pin, at=DAY).pk == second.issued.pk
    assert unlock("shared", first.pin, at=DAY, card=first.issued.pk).pk == first.issued.pk
    with pytest.raises(PinWrong):
        unlock("shared", wrong_for(first), at=DAY, card=first.issued.pk)


def test_a_card_that_is_not_of_this_tablet_is_not_asked():
    mine, other = opened("first"), opened("second")

    assert unlock("first", mine.pin, at=DAY, card=other.issued.pk).pk == mine.issued.pk


def test_a_tablet_that_is_stopped_is_told_why():
    card = opened()
    revoke_pass(card.issued, actor="system:test", at=DAY)

    with pytest.raises(TabletIsOut, match="The organizers stopped the card") as refusal:
        unlock("first", card.pin, at=DAY)

    assert refusal.value.why == standing_of("first").why == Out.STOPPED
    assert not Pass.objects.valid().exists()


def test_a_card_that_was_revoked_alone_opens_with_no_pin(evaluated):
    """Whoever stops a card ends its enrolment; what asks holds without that too."""
    card = opened()
    Pass.objects.update(revoked_at=DAY)

    with pytest.raises(TabletIsOut) as refusal:
        unlock("first", card.pin, at=DAY)

    assert (refusal.value.why, evaluated) == (Out.STOPPED, [])

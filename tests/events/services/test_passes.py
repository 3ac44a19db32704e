"""A card: made, opened once, stopped; the tablet that it opened, and why that one is out."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.db import IntegrityError, connection, transaction

from events.covered import CoveredRows, differences
from events.errors import (
    CardEndedWithEvent,
    EventIsOver,
    PassAsksPin,
    PassNotFound,
    PassOnAnotherDevice,
    PassUnknown,
)
from events.models import AuditEntry, Enrolment, Event, Pass
from events.services.passes import (
    Card,
    issue_pass,
    new_pins,
    redeem_pass,
    revoke_pass,
    revoke_passes,
)
from events.tablets import Out, standing_of
from tests.factories import DAY, PersonFactory

pytestmark = pytest.mark.django_db

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Safari/604.1"


def card_of(person=None, kind=Pass.Kind.EXPERT, **fields) -> Card:
    person = person or PersonFactory()
    return issue_pass(person, kind=kind, actor="system:test", at=DAY, **fields)


def opened(device: str = "first", person=None) -> Card:
    card = card_of(person)
    redeem_pass(card.token, device=device, at=DAY, user_agent=IPAD)
    return card


def why(device: str) -> Out:
    return standing_of(device).why


def log_of(event: Event) -> list[str]:
    """What the log says is wrong with the rows that it answers for."""
    said = CoveredRows()
    for entry in AuditEntry.objects.filter(event=event).order_by("number"):
        said.read(entry)
    return list(differences(event, said))


def test_a_card_has_a_pin_of_which_only_a_hash_is_kept():
    card = card_of()

    assert check_password(card.pin, card.issued.pin_hash)
    assert card.pin not in card.issued.pin_hash
    assert identify_hasher(card.issued.pin_hash).algorithm == "md5"  # of the tests' settings


def test_the_pin_is_kept_as_a_password_is(settings):
    settings.PASSWORD_HASHERS = ["defense.running.hashing.BoundedArgon2"]

    assert card_of().issued.pin_hash.startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    ("kind", "is_rehearsal"), [("trainee", False), ("trainee", True), ("expert", True)]
)
def test_other_cards_have_none(kind, is_rehearsal):
    card = card_of(kind=kind, is_rehearsal=is_rehearsal)

    assert (card.pin, card.issued.pin_hash) == ("", "")


def test_pins_that_were_made_before_are_taken_first_and_more_are_made():
    first, *rest = pins = [next(made) for made in [new_pins(2)] for _ in range(3)]

    cards = [card_of(pins=iter(pins[at:])) for at in range(3)]

    assert [card.pin for card in cards] == [first.digits, *(pin.digits for pin in rest)]


def test_opening_a_card_makes_one_enrolment_and_one_line_of_the_log():
    card = opened()

    tablet = Enrolment.objects.get(card=card.issued)
    line = AuditEntry.objects.get(verb="tablet.enrolled")
    assert (tablet.opened_at, tablet.agent, tablet.ended_at) == (DAY, "iPad, Safari", None)
    assert line.actor == f"person:{card.issued.person_id}"
    assert log_of(card.issued.person.event) == []


def test_a_trainees_card_opens_any_phone_and_no_tablet():
    card = card_of(kind="trainee")

    for phone in ("a", "b"):
        redeem_pass(card.token, device=phone, at=DAY)

    assert Enrolment.objects.count() == 0
    assert standing_of("a").why == Out.UNKNOWN


def test_a_card_opens_one_tablet_once():
    card = opened("first")

    with pytest.raises(PassOnAnotherDevice):
        redeem_pass(card.token, device="second", at=DAY)
    with pytest.raises(PassAsksPin):
        redeem_pass(card.token, device="first", at=DAY)

    card.issued.refresh_from_db()
    assert card.issued.refused_count == 1
    assert Enrolment.objects.count() == 1


def test_what_was_stopped_is_refused_and_counted_and_what_never_was_is_not():
    card = card_of()
    revoke_pass(card.issued, actor="system:test", at=DAY)

    with pytest.raises(PassNotFound):
        redeem_pass(card.token, device="first", at=DAY)
    with pytest.raises(PassUnknown):
        redeem_pass("0" * 24, device="first", at=DAY)

    assert list(Pass.objects.values_list("refused_count", flat=True)) == [1]


def test_an_unopened_card_ends_with_the_event_and_an_opened_one_does_not():
    unopened, kept = card_of(), opened("first")
    Event.objects.update(phase="closed", scoring_closed_at=DAY)

    with pytest.raises(CardEndedWithEvent):
        redeem_pass(unopened.token, device="second", at=DAY)

    assert Pass.objects.get(pk=unopened.issued.pk).device_hash == ""
    assert why("first") == Out.LOCKED
    assert Pass.objects.valid().filter(pk=kept.issued.pk).exists()


@pytest.mark.parametrize("phase", ["closed", "archived"])
def test_an_event_that_is_over_makes_no_card_of_an_expert_and_stops_none(phase):
    kept = opened("first")
    Event.objects.update(phase=phase, scoring_closed_at=DAY)

    with pytest.raises(EventIsOver):
        card_of(kept.issued.person)

    assert list(Pass.objects.valid()) == [kept.issued]
    assert card_of(kind="trainee").token
    assert card_of(kept.issued.person, kind="trainee").token


def test_a_new_card_puts_the_earlier_tablet_out_and_the_log_says_so():
    card = opened("first")
    person = card.issued.person

    newer = card_of(person)

    tablet = Enrolment.objects.get(card=card.issued)
    assert (tablet.why, tablet.ended_at) == ("replaced", DAY)
    assert why("first") == Out.REPLACED
    redeem_pass(newer.token, device="second", at=DAY)
    assert (why("first"), why("second")) == (Out.ELSEWHERE, Out.LOCKED)
    assert log_of(person.event) == []


def test_a_new_card_on_the_same_tablet_opens_it_again():
    card = opened("first")

    redeem_pass(card_of(card.issued.person).token, device="first", at=DAY)

    assert why("first") == Out.LOCKED
    assert standing_of("first", card=card.issued.pk).why == Out.REPLACED


def test_several_cards_are_stopped_in_one_act():
    event = PersonFactory().event
    cards = [opened(device, PersonFactory(event=event)) for device in ("a", "b", "c")]

    revoke_passes([card.issued for card in cards[:2]], actor="system:test", at=DAY)

    assert [why(device) for device in ("a", "b", "c")] == [Out.STOPPED, Out.STOPPED, Out.LOCKED]
    assert AuditEntry.objects.filter(verb="pass.revoked").count() == 2
    assert log_of(event) == []


def test_an_archived_event_has_no_tablets_any_more():
    opened("first")
    Event.objects.update(phase="archived", scoring_closed_at=DAY)

    assert why("first") == Out.OVER


def test_a_card_of_before_has_no_pin_and_opens_its_tablet_again():
    card = card_of()
    Pass.objects.filter(pk=card.issued.pk).update(pin_hash="")
    redeem_pass(card.token, device="first", at=DAY)

    assert why("first") == Out.CARD
    assert redeem_pass(card.token, device="first", at=DAY).pk == card.issued.pk


@pytest.mark.parametrize("device", ["", "unknown"])
def test_a_device_that_no_card_opened_is_not_known(device):
    card_of()

    assert why(device) == Out.UNKNOWN


@pytest.mark.parametrize(
    "changed",
    [
        {"why": "stopped"},
        {"ended_at": DAY},
        {"wrong_count": 11},
        {"battery_percent": 101},
    ],
)
def test_the_database_holds_what_an_enrolment_is(changed):
    opened()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.update(**changed)


def test_a_card_has_one_enrolment():
    card = opened()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(card=card.issued, opened_at=DAY, entered_at=DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_tablets_that_open_one_card_at_once_one_is_let_in():
    card, together = card_of(), threading.Barrier(2)

    def open_on(device: str) -> str:
        together.wait()
        try:
            redeem_pass(card.token, device=device, at=DAY)
        except PassOnAnotherDevice:
            return "refused"
        finally:
            connection.close()
        return device

    with ThreadPoolExecutor(2) as tablets:
        answers = sorted(tablets.map(open_on, ("a", "b")))

    winner = answers[0]
    assert answers == [winner, "refused"]
    assert why(winner) == Out.LOCKED
    assert (
        Enrolment.objects.count() == AuditEntry.objects.filter(verb="tablet.enrolled").count() == 1
    )
    card.issued.refresh_from_db()
    assert card.issued.refused_count == 1

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from events.agents import told_by
from events.codes import CARD_LETTERS, random_letters
from events.covered import lines_of
from events.errors import (
    CardEndedWithEvent,
    DomainError,
    EventIsOver,
    PassAsksPin,
    PassNotFound,
    PassOnAnotherDevice,
    PassUnknown,
)
from events.models import AuditEntry, Enrolment, Event, Letter, Pass, Person, User
from events.models.mail import LINK_LASTS
from events.models.passes import PassQuerySet, hash_of
from events.pins import random_pin


@dataclass(frozen=True)
class Pin:
    """A PIN just made, with what is kept of it."""

    digits: str
    hash: str

    @classmethod
    def new(cls, _at: object = None) -> "Pin":
        digits = random_pin()
        return cls(digits, make_password(digits))


@dataclass(frozen=True)
class Card:
    """A pass just made, with the token and the PIN that are shown once and stored nowhere."""

    issued: Pass
    token: str
    pin: str = ""


def new_pins(count: int) -> Iterator[Pin]:
    """So many made at once, and more when they are asked for: each takes a good part of a second's tenth.

    Whoever is going to hold a lock makes them before.
    """
    return chain([Pin.new() for _ in range(count)], map(Pin.new, repeat(None)))


def has_pin(kind: str, *, is_rehearsal: bool) -> bool:
    """A trainee's card opens anywhere, and a rehearsal is played by cards alone."""
    return kind == Pass.Kind.EXPERT and not is_rehearsal


def makes_cards(event: Event, kind: str) -> bool:
    """Whether a new card would open anything; a trainee's diploma is still to be fetched after the event."""
    return kind != Pass.Kind.EXPERT or not event.is_over


def check_makes_cards(event: Event, kind: str) -> None:
    """Raises EventIsOver where a new card would open nothing."""
    if not makes_cards(event, kind):
        raise EventIsOver


@transaction.atomic
def issue_pass(
    person: Person,
    *,
    kind: str,
    actor: User | str,
    at: datetime,
    is_rehearsal: bool = False,
    pins: Iterator[Pin] | None = None,
) -> Card:
    """Make a new pass; the person's earlier pass of this kind stops working, and the tablet that it opened is out.

    Raises EventIsOver for an expert's, which would open nothing any more.
    """
    pin = None
    if has_pin(kind, is_rehearsal=is_rehearsal):
        pin = next(pins) if pins else Pin.new()
    Person.objects.select_for_update().get(pk=person.pk)
    if not is_rehearsal:
        check_makes_cards(Event.objects.get(pk=person.event_id), kind)
    earlier = Pass.objects.valid().filter(person=person, kind=kind, is_rehearsal=is_rehearsal)
    replaced = list(earlier)
    earlier.update(revoked_at=at)
    tablets = end_enrolments(replaced, why=Enrolment.Ending.REPLACED, at=at)
    token = random_letters(CARD_LETTERS)
    issued = Pass.objects.create(
        person=person,
        kind=kind,
        token_hash=hash_of(token),
        pin_hash=pin.hash if pin else "",
        is_rehearsal=is_rehearsal,
        issued_at=at,
    )
    unopened = [each for each in replaced if each.redeemed_at is None]
    if unopened:  # a card on paper that comes after the letter takes its link from nobody
        Letter.objects.filter(opens__in=unopened).update(opens=issued)
    details = lines_of(issued, *replaced, *tablets)
    AuditEntry.write(person.event, actor, "pass.issued", issued, details)
    return Card(issued=issued, token=token, pin=pin.digits if pin else "")


def passes_behind_letters(
    people: Collection[int], *, at: datetime
) -> tuple[dict[int, Pass], list[Pass]]:
    """The trainee's card of each, and those of them that were made for it: their own codes nobody is ever shown.

    Within a transaction that holds the event and writes the line of the log.
    """
    _hold_people(people)
    own = {"kind": Pass.Kind.TRAINEE, "is_rehearsal": False}
    found = {each.person_id: each for each in Pass.objects.valid().filter(person__in=people, **own)}
    made = Pass.objects.bulk_create(
        Pass(person_id=each, token_hash=hash_of(random_letters(CARD_LETTERS)), issued_at=at, **own)
        for each in people
        if each not in found
    )
    return found | {each.person_id: each for each in made}, made


def redeem_pass(token: str, *, device: str, at: datetime, user_agent: str = "") -> Pass:
    """The valid pass of this token; an expert's opens this device, and no other and never again.

    Raises PassUnknown, PassNotFound when it was revoked, CardEndedWithEvent, PassOnAnotherDevice when another device was
    there first, and PassAsksPin on the very device that it opened. What was refused is counted on the card.
    """
    try:
        return _redeemed(token, device, at, told_by(user_agent))
    except PassUnknown:
        raise
    except (PassNotFound, PassOnAnotherDevice):
        Pass.objects.filter(token_hash=hash_of(token)).update(refused_count=F("refused_count") + 1)
        raise


@transaction.atomic
def _redeemed(token: str, device: str, at: datetime, agent: str) -> Pass:
    passes = Pass.objects.select_related("person__event")
    issued = passes.filter(token_hash=hash_of(token))
    found = issued.valid().first() or _behind_link(passes, token, at)
    if found is None:
        raise PassNotFound if issued.exists() else PassUnknown(CARD_LETTERS)
    if not found.is_bound_to_device:
        Pass.objects.filter(pk=found.pk, redeemed_at=None).update(redeemed_at=at)
        return found
    if not found.device_hash and found.person.event.is_over:
        raise CardEndedWithEvent
    if _opens(found, device, at):
        _enrol(found, agent, at)
        return found
    found.refresh_from_db(fields=["device_hash", "revoked_at"])
    if refusal := _refusal(found, device):
        raise refusal
    Enrolment.objects.filter(card=found).update(entered_at=at)
    return found


def _behind_link(passes: PassQuerySet, token: str, at: datetime) -> Pass | None:
    """The card that the link of a letter opens, as long as it went to the address of its holder; raises PassNotFound."""
    letters = Letter.objects.filter(token_hash=hash_of(token))
    if not letters.exists():
        return None
    working = letters.filter(address=F("person__email"), written_at__gt=at - LINK_LASTS)
    found = passes.valid().filter(letter__in=working).first()
    if found is None:
        raise PassNotFound
    return found


def _opens(found: Pass, device: str, at: datetime) -> bool:
    """Whether this device is the first: of two at once the database lets one."""
    unbound = Pass.objects.valid().filter(pk=found.pk, device_hash="")
    return bool(unbound.update(device_hash=hash_of(device), redeemed_at=at))


def _refusal(found: Pass, device: str) -> DomainError | None:
    if found.revoked_at:
        return PassNotFound()
    if found.device_hash != hash_of(device):
        return PassOnAnotherDevice()
    return PassAsksPin(found.pk) if found.pin_hash else None


def _enrol(card: Pass, agent: str, at: datetime) -> None:
    tablet = Enrolment.objects.create(card=card, opened_at=at, entered_at=at, agent=agent)
    details = {"person": card.person_id, **lines_of(tablet)}
    AuditEntry.write(card.person.event, card.person, "tablet.enrolled", tablet, details)


@transaction.atomic
def revoke_pass(revoked: Pass, *, actor: User | str, at: datetime) -> None:
    """The card stops, and the tablet that it opened is out."""
    if Pass.objects.valid().filter(pk=revoked.pk).update(revoked_at=at):
        tablets = end_enrolments([revoked], why=Enrolment.Ending.STOPPED, at=at)
        details = lines_of(revoked, *tablets)
        AuditEntry.write(revoked.person.event, actor, "pass.revoked", revoked, details)


@transaction.atomic
def revoke_passes(cards: Iterable[Pass], *, actor: User | str, at: datetime) -> None:
    """All or none, in the order of their keys; each has its own line in the log."""
    stopping = sorted(cards, key=lambda each: each.pk)
    hold_cards([each.person_id for each in stopping])
    for card in stopping:
        revoke_pass(card, actor=actor, at=at)


def hold_cards(people: Collection[int]) -> None:
    """Lock these people and then their cards, in the order of their keys.

    Before the first line of the log, whose head is held from then on: a tablet that is let in meanwhile
    holds its card and waits for the head.
    """
    _hold_people(people)
    cards = Pass.objects.valid().filter(person__in=people)
    list(cards.order_by("pk").select_for_update(of=("self",)))


def _hold_people(people: Collection[int]) -> None:
    list(Person.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",)))


def end_enrolments(cards: Iterable[Pass], *, why: str, at: datetime) -> list[Enrolment]:
    """Within a transaction that stops the cards: their tablets are out. Returns those that were open."""
    tablets = list(Enrolment.objects.open().filter(card__in=list(cards)))
    ended = Enrolment.objects.filter(pk__in=[each.pk for each in tablets])
    if tablets:
        ended.update(ended_at=at, why=why)
    return tablets

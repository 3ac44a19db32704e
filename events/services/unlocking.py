"""The PIN opens a tablet again that its card had opened, and nothing else. One that lies still is locked before.

A guess is counted before it is looked at, under the lock of the row: ten thousand at once are ten that are hashed.
The hashing itself holds no lock.
"""

import logging
import math
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction

from events.covered import lines_of
from events.errors import PinWaits, PinWrong, TabletIsOut
from events.models import AuditEntry, Enrolment, Pass
from events.pins import MOST_WRONG, wait_after
from events.services.passes import end_enrolments
from events.tablets import SENTENCES, Out, standing_of

logger = logging.getLogger(__name__)


def unlock(device: str, pin: str, *, at: datetime, card: int | None = None) -> Pass:
    """The pass that opened this device, for the PIN that was handed out with it.

    `card` says which, where several experts share a tablet; the one that was entered last otherwise.
    Raises TabletIsOut, PinWaits while nothing is tried, PinWrong with the tries that are left.
    """
    standing = standing_of(device, card=card)
    if standing.enrolment is None or standing.why != Out.LOCKED:
        raise TabletIsOut(standing.why, standing.sentence)
    counted = _counted(standing.enrolment.pk, at)
    if counted is None:
        if _was_left_open(standing.enrolment, at):
            _close(standing.enrolment, at)
        raise _guessed()
    held = standing.enrolment.card
    if check_password(pin, held.pin_hash):
        _enter(counted, at)
        return held
    if counted.wrong_count >= MOST_WRONG:
        _close(counted, at)
        raise _guessed()
    raise PinWrong(MOST_WRONG - counted.wrong_count)


@transaction.atomic
def _counted(enrolment_id: int, at: datetime) -> Enrolment | None:
    """One guess more; None when there are no more to give. Raises PinWaits."""
    found = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if found.ended_at or found.wrong_count >= MOST_WRONG:
        return None
    if found.waits_until and at < found.waits_until:
        raise PinWaits(math.ceil((found.waits_until - at).total_seconds()))
    found.wrong_count += 1
    wait = wait_after(found.wrong_count)
    found.waits_until = at + wait if wait else None
    found.save(update_fields=["wrong_count", "waits_until"])
    return found


def lock(held: Pass, *, at: datetime) -> bool:
    """Note that its tablet lies still; False where no PIN opens it again, and it stays as it is."""
    tablets = Enrolment.objects.open().filter(card=held).exclude(card__pin_hash="")
    return bool(tablets.update(locked_at=at))


def _was_left_open(enrolment: Enrolment, at: datetime) -> bool:
    """Whether the process ended between the tenth wrong PIN and the closing: its wait is over, so nobody looks at it now."""
    is_used_up = enrolment.ended_at is None and enrolment.wrong_count >= MOST_WRONG
    return is_used_up and enrolment.waits_until is not None and enrolment.waits_until <= at


def _guessed() -> TabletIsOut:
    return TabletIsOut(Out.GUESSED, str(SENTENCES[Out.GUESSED]))


def _enter(enrolment: Enrolment, at: datetime) -> None:
    """What was counted is forgotten, unless the tablet was put out meanwhile: the door looks at the card again."""
    still_open = Enrolment.objects.open().filter(pk=enrolment.pk)
    still_open.update(wrong_count=0, waits_until=None, locked_at=None, entered_at=at)


@transaction.atomic
def _close(enrolment: Enrolment, at: datetime) -> None:
    """The card stops with its tablet: it is enrolled anew with a new one."""
    card = Pass.objects.select_related("person__event").get(pk=enrolment.card_id)
    if Pass.objects.valid().filter(pk=card.pk).update(revoked_at=at):
        tablets = end_enrolments([card], why=Enrolment.Ending.GUESSED, at=at)
        details = {"person": card.person_id, **lines_of(card, *tablets)}
        AuditEntry.write(card.person.event, "system:unlocking", "tablet.closed", card, details)
        logger.warning("Tablet closed after ten wrong PINs", extra={"pass_id": card.pk})

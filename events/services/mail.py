"""Letters to organizers and to people of an event: written by a page, in its transaction; sent by a worker.

A server that took a letter and cannot deliver it says so to the sender's mailbox, which nobody reads here.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now

from events.models import Letter, Person, User
from events.models.mail import KEPT_FOR, TO_A_PERSON_FOR, LetterQuerySet

logger = logging.getLogger(__name__)

MOST_AN_HOUR: Final = 5
LEASE: Final = timedelta(seconds=120)
FINAL_REPLY: Final = 500  # and above: the server will not take it later either
# Why a letter to a person was not sent.
REFUSED: Final = "refused"
AWAY: Final = "away"
UNMADE: Final = "unmade"
# After these the server has not taken the letter; after any other break of the connection it may have.
SURELY_UNSENT: Final = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError)


class MailIsAway(Exception):
    """The server of the mail does not answer, or not as it should."""


def write_letter(user: User, *, subject: str, text: str, device: str) -> Letter | None:
    """A letter that waits to be sent; nothing when this device has had its share of the hour.

    A known device has a share of its own. All others have one together, so that a stranger neither
    fills a mailbox nor keeps a known device from being written to. Locks the account, which makes
    of two requests at once the second see the first.
    """
    if has_had_its_share(user, device):
        return None
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if has_had_its_share(user, device):
            return None
        return Letter.objects.create(address=user.email, device=device, subject=subject, text=text)


def write_to_invited(address: str, *, subject: str, text: str) -> Letter | None:
    """The same to an address that need have no account; its share is that of all devices together."""
    with transaction.atomic():
        if Letter.objects.of_last_hour(address, "").count() >= MOST_AN_HOUR:
            return None
        return Letter.objects.create(address=address, subject=subject, text=text)


def is_mail_set_up() -> bool:
    """Whether letters leave this machine; without a mail server they are printed in the log."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def has_had_its_share(user: User, device: str) -> bool:
    return Letter.objects.of_last_hour(user.email, device).count() >= MOST_AN_HOUR


def send_letters() -> int:
    """Send what waits, one after the other; how many were sent.

    A server that does not answer ends the round: every further letter would wait for it as long.
    """
    sent = 0
    try:
        while letter := claim():
            sent += send(letter)
    except MailIsAway:
        pass
    return sent


@transaction.atomic
def claim() -> Letter | None:
    """Take a letter that waits, for two minutes: whoever fails to send it leaves it to the next.

    Of a worker that was killed, or whose connection broke while it sent, nobody knows whether the server took its letter;
    it is sent once more, and says so.
    """
    letter = Letter.objects.waiting().select_for_update(skip_locked=True, of=("self",)).first()
    if letter:
        Letter.objects.filter(pk=letter.pk).update(
            lease_until=Now() + LEASE,
            tried_at=Now(),
            is_perhaps_double=letter.is_perhaps_double or letter.tried_at is not None,
        )
    return letter


def send(letter: Letter) -> bool:
    """Whether it was sent; what makes no mail is marked, and to a person what the server will never take.

    Raises MailIsAway.
    """
    connection = _connect(letter)
    try:
        _message(letter, connection).send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _note_unsent(letter, error)
        if max(_replies(error)) >= FINAL_REPLY:
            _give_up(Letter.objects.filter(pk=letter.pk), REFUSED)
        return False
    except OSError as error:
        _note_unsent(letter, error, is_sure=isinstance(error, SURELY_UNSENT))
        raise MailIsAway from error
    except Exception as error:  # noqa: BLE001 - said on the letter, whatever it is
        _note_unsent(letter, error)
        Letter.objects.filter(pk=letter.pk).update(error=UNMADE, text="")
        return False
    else:
        Letter.objects.filter(pk=letter.pk).update(sent_at=Now(), text="")
        return True
    finally:
        with suppress(OSError):
            connection.close()


def _connect(letter: Letter) -> BaseEmailBackend:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        _note_unsent(letter, error)
        raise MailIsAway from error
    return connection


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    return EmailMessage(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.address],
        headers={"Message-ID": message_id(letter)},
        connection=connection,
    )


def message_id(letter: Letter) -> str:
    """The same whenever it is sent, so that a mailbox can tell a second copy."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S%f}@{host}>"


def _note_unsent(letter: Letter, error: Exception, *, is_sure: bool = True) -> None:
    if is_sure:
        Letter.objects.filter(pk=letter.pk).update(tried_at=None)
    reason = type(error).__name__
    logger.warning("A letter was not sent", extra={"letter": letter.pk, "reason": reason})


def _replies(error: SMTPRecipientsRefused | SMTPDataError) -> Iterable[int]:
    if isinstance(error, SMTPDataError):
        return [error.smtp_code]
    return [code for code, _said in error.recipients.values()]


def _give_up(letters: LetterQuerySet, error: str) -> None:
    letters.filter(person__isnull=False, sent_at=None).update(error=error, text="")


def hand_letters_on(gone: Person, kept: Person) -> None:
    """Within a transaction that makes two records one: of each purpose the kept one's stays, else the other's comes along."""
    has = Letter.objects.filter(person=kept).values_list("purpose", flat=True)
    letters = Letter.objects.filter(person=gone)
    letters.filter(purpose__in=list(has)).delete()
    letters.update(person=kept)


def clear_letters() -> None:
    """Remove what is no longer counted, and what went to an address that is nobody's any more; give up what is too old."""
    Letter.objects.to_accounts().filter(written_at__lt=Now() - KEPT_FOR).delete()
    Letter.objects.to_former_addresses().delete()
    too_old = Letter.objects.filter(error="", written_at__lt=Now() - TO_A_PERSON_FOR)
    _give_up(too_old, AWAY)

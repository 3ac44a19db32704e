"""Letters to organizers: written by a page, in its transaction; sent by a worker."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now

from events.models import Letter, User
from events.models.mail import KEPT_FOR

logger = logging.getLogger(__name__)

MOST_AN_HOUR: Final = 5
LEASE: Final = timedelta(seconds=60)


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
    """Send what waits, one after the other; how many were sent."""
    sent = 0
    while letter := claim():
        sent += send(letter)
    return sent


@transaction.atomic
def claim() -> Letter | None:
    """Take a letter that waits, for a minute: whoever fails to send it leaves it to the next."""
    letter = Letter.objects.waiting().select_for_update(skip_locked=True).first()
    if letter:
        Letter.objects.filter(pk=letter.pk).update(lease_until=Now() + LEASE)
    return letter


def send(letter: Letter) -> bool:
    message = EmailMessage(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address]
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        reason = type(error).__name__
        logger.warning("A letter was not sent", extra={"letter": letter.pk, "reason": reason})
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=Now(), text="")
    return True


def clear_letters() -> None:
    """Remove what is no longer counted."""
    Letter.objects.filter(written_at__lt=Now() - KEPT_FOR).delete()

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from events.models.event import Event
from events.models.passes import Pass
from events.models.people import Person

KEPT_FOR: Final = timedelta(days=1)
WORTH_SENDING_FOR: Final = timedelta(hours=1)
TO_A_PERSON_FOR: Final = timedelta(days=1)
LINK_LASTS: Final = timedelta(days=30)


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> LetterQuerySet:
        """Not sent yet, in nobody's hands, and still worth it; to accounts first, who wait at a page.

        To a person at the address that is theirs now: one that was put right meanwhile takes no letter of before.
        """
        is_free = Q(lease_until=None) | Q(lease_until__lt=Now())
        is_worth_it = Q(person=None, written_at__gt=Now() - WORTH_SENDING_FOR) | Q(
            address=F("person__email"), written_at__gt=Now() - TO_A_PERSON_FOR
        )
        free = self.filter(is_free, is_worth_it, sent_at=None, error="")
        return free.order_by(F("person").asc(nulls_first=True), "pk")

    def to_accounts(self) -> LetterQuerySet:
        return self.filter(person=None)

    def of_event(self, event: Event) -> LetterQuerySet:
        """To people of the event."""
        return self.filter(person__event=event)

    def of_last_hour(self, address: str, device: str) -> LetterQuerySet:
        since = Now() - timedelta(hours=1)
        own = self.to_accounts()
        return own.filter(address=address, device=device, written_at__gt=since)

    def to_former_addresses(self) -> LetterQuerySet:
        """To people whose address is another one now, or none."""
        return self.filter(person__isnull=False).exclude(address=F("person__email"))


class Letter(models.Model):
    """A mail. The row is the job of sending it; a Celery message only rings.

    Written by a page, sent by a worker under a lease, tried again for an hour, or for a day to a person of an event.
    Its text may hold a link that lets in, so it goes when the letter is sent; the row of one to an account stays a day, to
    count how many an address was sent. `device` is the known device that asked for it, empty for all others together.
    To a person there is one of each purpose, so that nobody is written to twice; it stays, with `error` where it
    could not be sent, as long as the address is theirs. A worker notes `tried_at` before it sends and clears it when it knows
    that it could not; whoever finds it noted sends what was perhaps sent before. Its link is no card: `token_hash` proves it, for a month, and
    it opens the card `opens` as long as that is valid. `told` is what it told of, as whoever wrote it names that.
    Personal data: an address and what was written to it; removed after a day, to a person with the address.
    """

    class Purpose(models.TextChoices):
        NAME = "name"
        DOCUMENT = "document"

    address = models.EmailField()
    device = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=10, choices=Purpose, blank=True)
    opens = models.ForeignKey(Pass, null=True, blank=True, on_delete=models.SET_NULL)
    token_hash = models.CharField(max_length=64, blank=True)
    told = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    is_perhaps_double = models.BooleanField(default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address", "written_at"], name="letter_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(person__isnull=False),
                name="one_letter_of_a_purpose",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="letter_link_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None, purpose="", token_hash="")
                | Q(person__isnull=False, purpose__in=["name", "document"]),
                name="letter_to_a_person_has_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(error=""), name="letter_sent_did_not_fail"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

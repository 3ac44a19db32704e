from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

KEPT_FOR: Final = timedelta(days=1)
WORTH_SENDING_FOR: Final = timedelta(hours=1)


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> LetterQuerySet:
        """Not sent yet, in nobody's hands, and still worth it."""
        is_free = Q(lease_until=None) | Q(lease_until__lt=Now())
        return self.filter(
            is_free, sent_at=None, written_at__gt=Now() - WORTH_SENDING_FOR
        ).order_by("pk")

    def of_last_hour(self, address: str, device: str) -> LetterQuerySet:
        since = Now() - timedelta(hours=1)
        return self.filter(address=address, device=device, written_at__gt=since)


class Letter(models.Model):
    """A mail to an organizer. The row is the job of sending it; a Celery message only rings.

    Written by a page, sent by a worker under a lease, tried again for an hour. Its text may hold a
    link that lets in, so it goes when the letter is sent; the row stays a day, to count how many an
    address was sent. `device` is the known device that asked for it, empty for all others together.
    Personal data: an organizer's address and what they were written; removed after a day.
    """

    address = models.EmailField()
    device = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address", "written_at"], name="letter_by_address")]

    def __str__(self) -> str:
        return f"letter {self.pk}"

from __future__ import annotations

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.passes import Pass, hash_of
from events.pins import MOST_WRONG

PERCENT = 100
LONGEST_WAIT_UNSEEN = 60
"""Seconds after which a tablet that said nothing is called silent."""


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> EnrolmentQuerySet:
        return self.filter(ended_at=None)

    def of_event(self, event: Event) -> EnrolmentQuerySet:
        return self.filter(card__person__event=event)

    def of_device(self, device: str) -> EnrolmentQuerySet:
        """Those of this device's cookie, the one that was entered last before the others."""
        mine = self.filter(card__device_hash=hash_of(device)) if device else self.none()
        return mine.order_by("-entered_at", "-pk")


class Enrolment(models.Model):
    """One tablet let in by one card: since when, what it says of itself, and why it is out.

    Made when an expert's card is opened; a card opens one tablet once, and `card.device_hash` is that
    tablet. It is open until the card is stopped or replaced or the PIN was wrong ten times: each of these
    ends card and enrolment in one transaction. Invariant: it is ended with a word why, or it is open and has none.
    `wrong_count` and `waits_until` are of the PIN on this tablet alone; `locked_at` is since when it lies
    still and waits for it.
    Personal data: when somebody's tablet was on, and its battery; removed with the event's people.
    """

    class Ending(models.TextChoices):
        STOPPED = "stopped", _("stopped by the organizers")
        REPLACED = "replaced", _("a new card was made")
        GUESSED = "guessed", _("ten wrong PINs")

    card = models.OneToOneField(Pass, on_delete=models.CASCADE)
    opened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    agent = models.CharField(max_length=60, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    page_version = models.CharField(max_length=64, blank=True)
    unsent_count = models.PositiveIntegerField(null=True, blank=True)
    clock_ms = models.BigIntegerField(null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(PERCENT)]
    )
    wrong_count = models.PositiveSmallIntegerField(default=0)
    waits_until = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["card"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, why="") | (Q(ended_at__isnull=False) & ~Q(why="")),
                name="enrolment_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(wrong_count__lte=MOST_WRONG), name="enrolment_takes_ten_wrong_pins"
            ),
            models.CheckConstraint(
                condition=Q(battery_percent=None) | Q(battery_percent__lte=PERCENT),
                name="enrolment_battery_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return str(self.card)

    @property
    def opens_with_pin(self) -> bool:
        is_open = self.ended_at is None and self.card.revoked_at is None
        return is_open and bool(self.card.pin_hash)

    @property
    def is_locked(self) -> bool:
        """Whether it locked itself and said nothing since."""
        if self.locked_at is None or self.ended_at is not None:
            return False
        return self.last_seen_at is None or self.last_seen_at <= self.locked_at

    def is_silent(self, at: datetime) -> bool:
        """Whether its page has said nothing for a minute."""
        seen = self.last_seen_at or self.entered_at
        return (at - seen).total_seconds() > LONGEST_WAIT_UNSEEN

from __future__ import annotations

from django.db import models

from events.models import Event
from experts import validators
from experts.models.panel import Seat


class DissentQuerySet(models.QuerySet["Dissent"]):
    def of_event(self, event: Event) -> DissentQuerySet:
        """A rehearsal has its own."""
        return self.filter(seat__panel__room__event=event, is_rehearsal=event.is_rehearsal)


class Dissent(models.Model):
    """The dissenting opinion of an expert, for the protocol; nobody else reads it before that is prepared.

    Written on the tablet while the panel deliberates, changed and taken back until the seal.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    text = models.CharField(**validators.dissent_text.column())
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = DissentQuerySet.as_manager()

    class Meta:
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "is_rehearsal"], name="one_dissent_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.at:%Y-%m-%d}"

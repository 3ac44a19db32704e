from __future__ import annotations

from decimal import Decimal

from django.db import models

from events.models import Event
from experts.models.panel import Seat


class WarmUpQuerySet(models.QuerySet["WarmUp"]):
    def of_event(self, event: Event) -> WarmUpQuerySet:
        return self.filter(seat__panel__room__event=event)


class WarmUp(models.Model):
    """What an expert gave to the made-up sample before the first defense.

    It knows no project, no defense and no score sheet, so nothing of it can count. One a seat, as last
    saved; `op_id` names the save, so that a form that comes twice is one save.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT)
    op_id = models.UUIDField()
    points = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = WarmUpQuerySet.as_manager()

    class Meta:
        ordering = ["seat"]

    def __str__(self) -> str:
        return str(self.seat)

    def decimals(self) -> dict[str, Decimal]:
        return {key: Decimal(value) for key, value in self.points.items()}

from __future__ import annotations

from django.db import models
from django.db.models import Q

from diplomas.file_kinds import AS_MOVED, BY_ALPHABET, BY_TEAM
from events.models import Event


class CallOrder(models.Model):
    """In which order people are called to get their documents: by team, by the Kazakh alphabet, or as somebody moved them.

    `people` are the people as they were moved, by their ids, kept when another order is chosen meanwhile. Whoever is
    not among them comes after them, and who is gone is passed over. No row: by team. A rehearsal is called in the order of the day.
    Personal data: the order alone; kept as long as the event.
    """

    ORDERS = (BY_TEAM, BY_ALPHABET, AS_MOVED)

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="call_order")
    order = models.CharField(max_length=20, default=BY_TEAM)
    people = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(order__in=[BY_TEAM, BY_ALPHABET, AS_MOVED]),
                name="call_order_is_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.order}"

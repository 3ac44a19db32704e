from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event
from experts.models.panel import Seat


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def of_event(self, event: Event) -> DeclarationQuerySet:
        return self.filter(seat__panel__room__event=event)


class Declaration(models.Model):
    """What an expert agreed to before the first points, in the words and the language of the page.

    One a seat, never changed (`migrations/0020`). A rehearsal asks for none.
    Personal data: that somebody agreed, and when; kept as long as results may be argued about.
    """

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT)
    rules_read = models.BooleanField()
    ties_declared = models.BooleanField()
    data_agreed = models.BooleanField()
    text = models.TextField()
    language = models.CharField(max_length=10)
    at = models.DateTimeField()

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["seat"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rules_read=True, ties_declared=True, data_agreed=True),
                name="a_declaration_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.at:%Y-%m-%d}"

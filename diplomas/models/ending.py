from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomas import validators
from diplomas.models.diploma import Diploma
from events.models import Event, User


class EndingQuerySet(models.QuerySet["Ending"]):
    def of_event(self, event: Event) -> EndingQuerySet:
        return self.filter(diploma__event=event)


class Ending(models.Model):
    """How a diploma that was given stopped being valid: corrected, given anew as a duplicate, or revoked.

    Written with the change of its diploma, which it must agree with, and never changed or deleted (the
    database refuses both); only a rehearsal's goes with its diploma. `differences` are those between the
    old words and the new ones, `by` is empty for a command and for what was replaced before this was kept.
    Personal data: the words that were changed, and a reason; kept as long as the diploma.
    """

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        DUPLICATED = "duplicated", _("replaced by a duplicate")
        REVOKED = "revoked", _("revoked")

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE, related_name="ending")
    kind = models.CharField(max_length=12, choices=Kind)
    successor = models.OneToOneField(
        Diploma, null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )
    differences = models.JSONField(default=list, blank=True)
    reason = models.CharField(**validators.ending_reason.column(), blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    objects = EndingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="revoked", successor=None)
                | (Q(kind__in=["corrected", "duplicated"]) & Q(successor__isnull=False)),
                name="ending_names_its_successor",
            ),
            models.CheckConstraint(
                condition=~Q(kind="revoked") | ~Q(reason=""), name="revoked_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_kind_display()}"

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomas import validators
from diplomas.models.diploma import Diploma
from events.models import Event, User


class HandoverQuerySet(models.QuerySet["Handover"]):
    def of_event(self, event: Event) -> HandoverQuerySet:
        return self.filter(diploma__event=event)


class Handover(models.Model):
    """What was noted at the table where diplomas are given: received in person, by proxy, absent, or taken back.

    The last one of a diploma says how it stands; none, or one that is taken back: it waits to be given. Who was
    absent may still receive it; what was received is noted anew only after it was taken back. Notes follow one
    another without a gap, and none is changed or deleted, which the database refuses (`migrations/0011`);
    only a rehearsal's go with its diplomas. `op_id` is the device's own of the tap, sent again where no answer came.
    Personal data: who took the paper of whom; kept as long as the diploma.
    """

    class Kind(models.TextChoices):
        IN_PERSON = "in_person", _("received in person")
        PROXY = "proxy", _("received by proxy")
        ABSENT = "absent", _("absent")
        TAKEN_BACK = "taken_back", _("taken back")

    RECEIVED = (Kind.IN_PERSON, Kind.PROXY)

    diploma = models.ForeignKey(Diploma, on_delete=models.CASCADE, related_name="handovers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    proxy = models.CharField(**validators.handover_proxy.column(), blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    op_id = models.UUIDField(null=True, blank=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["diploma", "number"]
        constraints = [
            models.UniqueConstraint(fields=["diploma", "number"], name="handover_numbered_once"),
            models.UniqueConstraint(
                fields=["op_id"], condition=Q(op_id__isnull=False), name="tap_noted_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="proxy") & ~Q(proxy=""))
                | Q(kind__in=["in_person", "absent", "taken_back"], proxy=""),
                name="only_a_proxy_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_kind_display()}"

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from experts import validators
from experts.models.panel import Seat
from projects.models import Defense


class PresenceQuerySet(models.QuerySet["Presence"]):
    def of_event(self, event: Event) -> PresenceQuerySet:
        """A rehearsal has its own."""
        return self.filter(defense__project__event=event, is_rehearsal=event.is_rehearsal)

    def of_seat(self, seat: Seat) -> PresenceQuerySet:
        mode = models.F("defense__project__event__is_rehearsal")
        return self.filter(seat=seat, is_rehearsal=mode)

    def keeping_out(self) -> PresenceQuerySet:
        """Who was absent, and whose sheet the chair has not let count all the same."""
        return self.filter(kind=Presence.Kind.ABSENT, counts_reason="")


class Presence(models.Model):
    """How an expert was at a defense, where it is not simply there: late, left, absent. No row: present.

    Who is absent is neither waited for nor counted. A sheet that came all the same counts only if the chair
    says so, with a reason. Stands while the scoring is closed, as the result does; the database holds that
    as well (`migrations/0015`).
    Personal data: whether somebody was in the hall; kept as long as results may be argued about.
    """

    class Kind(models.TextChoices):
        LATE = "late", _("late")
        LEFT = "left", _("left early")
        ABSENT = "absent", _("absent")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    defense = models.ForeignKey(Defense, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    counts_reason = models.CharField(**validators.interest_reason.column(), blank=True)

    is_rehearsal = models.BooleanField(default=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["defense", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "defense", "is_rehearsal"], name="presence_once"
            ),
            models.CheckConstraint(
                condition=Q(counts_reason="") | Q(kind="absent"),
                name="only_an_absent_sheet_is_let_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.defense.project.number} · {self.get_kind_display()}"

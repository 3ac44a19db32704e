from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from events.models import Event, User
from experts.models.sheets import ScoreSheet


class LookRoundQuerySet(models.QuerySet["LookRound"]):
    def of_event(self, event: Event) -> LookRoundQuerySet:
        """A rehearsal has its own."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)


class LookRound(models.Model):
    """Once the whole panel was asked to look again at what stands out, which may be nothing.

    By the program when all sheets were in, once, or by an organizer. Never changed (migration `second_looks`).
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = LookRoundQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "is_rehearsal"],
                condition=Q(by=None),
                name="the_program_asks_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.at:%H:%M}"


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def of_event(self, event: Event) -> SecondLookQuerySet:
        """A rehearsal has its own."""
        return self.filter(round__event=event, round__is_rehearsal=event.is_rehearsal)

    def unanswered(self) -> SecondLookQuerySet:
        """Neither kept nor changed since, of a sheet that still counts."""
        as_asked = self.filter(kept_at=None, sheet__revision=F("revision"))
        return as_asked.filter(sheet__in=ScoreSheet.objects.counting())


class SecondLook(models.Model):
    """An expert was asked to look again at one sheet, as it was at this revision.

    Changed when the sheet has a later revision; kept where `kept_at` says so. Once a sheet, and never while the
    scoring is closed; answered by the keeping alone (migration `second_looks`).
    Personal data: whose sheet stood out. Told to that expert alone; kept with the sheet.
    """

    round = models.ForeignKey(LookRound, on_delete=models.PROTECT)
    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT)
    revision = models.PositiveIntegerField()
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return str(self.sheet)

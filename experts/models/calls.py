from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat
from projects.models import Defense


class CallQuerySet(models.QuerySet["Call"]):
    def of_event(self, event: Event) -> CallQuerySet:
        """A rehearsal has its own."""
        return self.filter(seat__panel__room__event=event, is_rehearsal=event.is_rehearsal)

    def open(self) -> CallQuerySet:
        return self.filter(done_at=None)


class Call(models.Model):
    """An expert asks the secretary to come, from the sheet of a team or from the list of teams.

    Made, then seen, then done; whoever runs the scoring moves it. `op_id` names the tablet's operation, so
    that a call that was sent twice is one call.
    Invariant: who saw it is known of every call that was seen, and what is done was seen.
    Personal data: what an expert wrote to the secretary; kept as long as results may be argued about.
    """

    class Reason(models.TextChoices):
        TABLET = (
            "tablet",
            pgettext_lazy("why an expert calls", "The tablet does not work as it should"),
        )
        POINTS = "points", pgettext_lazy("why an expert calls", "A question about the points")
        TIE = "tie", pgettext_lazy("why an expert calls", "I know somebody of this team")
        REOPEN = "reopen", pgettext_lazy("why an expert calls", "Please reopen the scoring")
        OTHER = "other", pgettext_lazy("why an expert calls", "Something else")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    defense = models.ForeignKey(Defense, null=True, blank=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.CharField(**validators.call_text.column(), blank=True)
    op_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    done_at = models.DateTimeField(null=True, blank=True)
    is_rehearsal = models.BooleanField(default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="a_seen_call_names_who_saw_it",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(seen_at__isnull=False),
                name="a_call_that_is_done_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.get_reason_display()}"

    @property
    def state(self) -> str:
        if self.done_at:
            return "done"
        return "seen" if self.seen_at else "made"

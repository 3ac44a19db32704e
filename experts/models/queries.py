from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, Person, User
from experts import validators
from experts.models.panel import Seat
from projects.models import Project


class QueryWindowQuerySet(models.QuerySet["QueryWindow"]):
    def of_event(self, event: Event) -> QueryWindowQuerySet:
        """A rehearsal has its own."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)

    def standing(self) -> QueryWindowQuerySet:
        return self.filter(withdrawn_at=None)


class QueryWindow(models.Model):
    """The time in which teams look at their arithmetic in a provisional result; or its waiver, with a reason.

    Opened by the secretary, closed by its hour, or waived, also without having been open. A reopening of
    the scoring withdraws it, since the figures may change. One stands at most.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    is_rehearsal = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_reason = models.CharField(**validators.interest_reason.column(), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = QueryWindowQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "is_rehearsal"],
                condition=Q(withdrawn_at=None),
                name="one_window_stands",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, closes_at=None, waived_at__isnull=False)
                | Q(opened_at__isnull=False, closes_at__gt=F("opened_at")),
                name="a_window_closes_or_is_waived",
            ),
            models.CheckConstraint(
                condition=(Q(waived_at__isnull=False) & ~Q(waived_reason=""))
                | Q(waived_at=None, waived_reason=""),
                name="a_waiver_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.opened_at or self.waived_reason}"

    def is_open(self, at: datetime) -> bool:
        if self.waived_at is not None or self.withdrawn_at is not None:
            return False
        return self.closes_at is not None and at < self.closes_at

    def is_through(self, at: datetime) -> bool:
        """Whether the seal need not wait for it any more."""
        return self.withdrawn_at is None and not self.is_open(at)


class Query(models.Model):
    """A team's answer to its provisional arithmetic: confirmed, or one technical question.

    Given once by whoever stands first in the team; answered by the chair or the secretary.
    Personal data: who answered for the team; kept as the protocol is.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("arithmetic confirmed")
        ASKED = "asked", _("technical question")

    window = models.ForeignKey(QueryWindow, on_delete=models.PROTECT, related_name="queries")
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(**validators.query_text.column(), blank=True)
    at = models.DateTimeField()
    answer = models.CharField(**validators.query_text.column(), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_from = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name_plural = "queries"
        ordering = ["window", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["window", "project"], name="one_query_a_team"),
            models.CheckConstraint(
                condition=Q(kind="confirmed", text="") | (Q(kind="asked") & ~Q(text="")),
                name="a_question_has_words",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_from=None, answered_by=None)
                | (
                    Q(kind="asked", answered_at__isnull=False)
                    & ~Q(answer="")
                    & (Q(answered_from=None) ^ Q(answered_by=None))
                ),
                name="an_answer_says_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.number} · {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.kind == self.Kind.ASKED and not self.answer

    @property
    def answerer(self) -> str:
        if self.answered_from is not None:
            return self.answered_from.person.name
        return str(self.answered_by or "")

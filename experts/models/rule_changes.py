from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events import validators as of_events
from events.models import Event, User
from experts import validators
from experts.models.panel import Seat


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    def of_event(self, event: Event) -> RuleChangeQuerySet:
        return self.filter(event=event)

    def waiting(self) -> RuleChangeQuerySet:
        """One at most of an event."""
        return self.filter(state=RuleChange.State.PROPOSED)

    def answered(self) -> RuleChangeQuerySet:
        """What the chair agreed to or refused."""
        return self.filter(state__in=RuleChange.ANSWERED)


UNSAID = Q(settled_from=None, role="", answer="")
ANSWERS = Q(settled_at__isnull=False, settled_by=None, settled_from__isnull=False)


class RuleChange(models.Model):
    """Another rule for an event whose first points have locked it.

    Proposed by an owner with a reason, withdrawn by an owner, agreed to or refused by the chair from an own tablet;
    never changed in anything else, and never deleted. Not of a rehearsal, whose taking back unlocks the rule.
    Invariants, held by the database (`migrations/0048`, `0054`): a locked rule becomes what the last agreed change says
    and nothing else; one proposal waits at most; nothing is proposed or answered once the protocol is sealed; who answers
    is a chair tied to no team, or a deputy where the chair is tied or was at no defense, and is told as that. Which of
    several deputies answers, and that votes on equal teams keep the rule, is held by the service alone.
    Personal data: who wanted another rule, who agreed, and why; kept as long as results may be argued about.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for the chair")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ANSWERED = (State.AGREED, State.REFUSED)

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    scoring_rule_before = models.CharField(max_length=20, choices=Event.ScoringRule)
    least_sheets_before = models.PositiveSmallIntegerField()
    ties_by_before = models.CharField(max_length=10, choices=Event.TiesBy)
    version_before = models.PositiveSmallIntegerField()
    scoring_rule = models.CharField(max_length=20, choices=Event.ScoringRule)
    least_sheets = models.PositiveSmallIntegerField(validators=[of_events.event_least_sheets])
    ties_by = models.CharField(max_length=10, choices=Event.TiesBy)
    version = models.PositiveSmallIntegerField()  # of the methods
    reason = models.CharField(**validators.interest_reason.column())
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rules_proposed")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="rules_withdrawn"
    )
    settled_from = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=Seat.Role, blank=True)  # of who answered, then
    answer = models.CharField(**validators.interest_reason.column(), blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state="proposed"),
                name="one_change_of_the_rule_waits",
            ),
            models.CheckConstraint(
                condition=(Q(state="proposed", settled_at=None, settled_by=None) & UNSAID)
                | (
                    Q(state="withdrawn", settled_at__isnull=False, settled_by__isnull=False)
                    & UNSAID
                )
                | (Q(state="agreed", answer="") & ANSWERS)
                | (Q(state="refused") & ANSWERS),
                name="a_change_of_the_rule_says_who_settled_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="who_refuses_a_rule_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scoring_rule_before} → {self.scoring_rule}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED

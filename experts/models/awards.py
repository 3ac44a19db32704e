from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat
from experts.models.votes import PanelVote
from projects.models import Project


class AwardKind(models.TextChoices):
    BEST_TEAM = "best_team", _("Best team")
    RESEARCH = "research", _("Best research")
    PRACTICAL = "practical", _("Practical value")
    ANSWERS = "answers", _("Best answers")
    AUDIENCE = "audience", _("Audience’s choice")
    FREE = "free", _("Award in words of its own")


# The audience chooses by itself, and an award in words of its own has no words yet when it is voted on.
VOTED_ON = (AwardKind.BEST_TEAM, AwardKind.RESEARCH, AwardKind.PRACTICAL, AwardKind.ANSWERS)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def of_event(self, event: Event) -> NominationQuerySet:
        """A rehearsal has its own."""
        return self.filter(project__event=event, is_rehearsal=event.is_rehearsal)


class Nomination(models.Model):
    """An expert proposes a team for an award, with a reason; taken back by themselves.

    The audience's choice is nobody's to propose. Invariant, held by the database as well
    (`migrations/0034`): nobody nominates a team from which they are recused.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=AwardKind)
    reason = models.CharField(**validators.interest_reason.column())
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "project", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "project", "kind", "is_rehearsal"], name="nominated_once_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="audience"), name="the_audience_chooses_by_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.project.number} · {self.get_kind_display()}"


class AwardQuerySet(models.QuerySet["Award"]):
    def of_event(self, event: Event) -> AwardQuerySet:
        """A rehearsal has its own."""
        return self.filter(project__event=event, is_rehearsal=event.is_rehearsal)

    def in_order(self) -> AwardQuerySet:
        places = [models.When(kind=kind, then=at) for at, kind in enumerate(AwardKind.values)]
        of_kind = models.Case(*places, output_field=models.IntegerField())
        return self.select_related("project").order_by(of_kind, "project__number", "pk")


class Award(models.Model):
    """An award of the day to a team: by the organizers in the panel's name, or by a vote of the panel.

    Given and taken back until the seal; never changed. `names` are the words of a free one by language, empty
    for the others. The audience's choice stands apart: no award enters points or places.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=AwardKind)
    names = models.JSONField(default=dict, blank=True)
    reason = models.CharField(**validators.interest_reason.column())
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    vote = models.ForeignKey(PanelVote, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "is_rehearsal"],
                condition=~Q(kind="free"),
                name="awarded_once_a_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind="free") & ~Q(names={})) | (~Q(kind="free") & Q(names={})),
                name="a_free_award_has_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.number} · {self.get_kind_display()}"

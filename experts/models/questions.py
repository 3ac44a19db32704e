from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat
from projects.models import Defense


class PanelQuestionQuerySet(models.QuerySet["PanelQuestion"]):
    def of_event(self, event: Event) -> PanelQuestionQuerySet:
        """A rehearsal has its own."""
        return self.filter(defense__project__event=event, is_rehearsal=event.is_rehearsal)

    def current(self) -> PanelQuestionQuerySet:
        """What each question says now, also one that was taken back."""
        later = PanelQuestion.objects.filter(
            question=OuterRef("question"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def standing(self) -> PanelQuestionQuerySet:
        return self.current().filter(is_taken_back=False)


class PanelQuestion(models.Model):
    """One version of what an expert asked a team, with the answer in short.

    Noted on the expert's tablet, or by the secretary (`entered_by`). A change is one more version of the same
    `question`, and so is taking it back; the last one stands. `op_id` names the operation that brought the
    version, so that one sent twice is one version.
    Invariants, held by the database as well (migration `questions_of_the_panel`): versions are appended, never
    edited, and deleted only with the rehearsal they belong to; all of a question are of one team and of one
    mode; a recused expert asks nothing new.
    Personal data: who asked what; kept with the protocol.
    """

    question = models.UUIDField()
    number = models.PositiveIntegerField()
    op_id = models.UUIDField(unique=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    defense = models.ForeignKey(Defense, on_delete=models.PROTECT)
    text = models.CharField(**validators.question_text.column())
    answer = models.CharField(**validators.question_answer.column(), blank=True)
    is_taken_back = models.BooleanField(default=False)
    entered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = PanelQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="versions_of_a_question_are_dense"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(number__gte=1), name="a_question_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person} · {self.defense.project.number} · {self.text}"

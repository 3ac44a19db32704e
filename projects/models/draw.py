from __future__ import annotations

from django.db import models
from django.db.models import Q
from i18nfield.strings import LazyI18nString

from events.models import Event, Room
from events.text_fields import I18nCharField, I18nTextField
from projects import validators
from projects.models.project import Project


class Draw(models.Model):
    """How a room's order of defenses was decided: the method in words, and what is known of its rule."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE)
    method = I18nTextField(validators=[validators.draw_method])
    rule_stated = models.BooleanField(default=False)
    notes = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return str(self.method)

    def noted(self) -> list[LazyI18nString]:
        """The notes in the reader's language."""
        return [LazyI18nString(note) for note in self.notes]


class QuizQuestion(models.Model):
    """A question of the draw, with the answer that the host reads out."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    question = I18nCharField(**validators.quiz_question.column())
    answer = I18nCharField(**validators.quiz_answer.column())

    class Meta:
        ordering = ["draw", "order"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "order"], name="quiz_order_is_dense"),
        ]

    def __str__(self) -> str:
        return str(self.question)


class DrawStepQuerySet(models.QuerySet["DrawStep"]):
    def of_event(self, event: Event) -> DrawStepQuerySet:
        """In the order in which they happened; a rehearsal has its own."""
        steps = self.filter(room__event=event, is_rehearsal=event.is_rehearsal)
        return steps.order_by("room", "number")

    def standing(self) -> DrawStepQuerySet:
        """Without those that were taken back, and without the taking back."""
        return self.filter(takes_back=None, taken_back=None)


class DrawStep(models.Model):
    """What happened in a draw held aloud: a question, the team that answered, the place that it took.

    Appended in the order in which it happens, never edited; what was noted by mistake is taken back by a
    later step, with a reason. Without a place the answer gave none. Deleted only with a rehearsal.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    question = I18nCharField(**validators.quiz_question.column(), blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    place = models.PositiveIntegerField(null=True, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.CharField(**validators.draw_reason.column(), blank=True)
    is_rehearsal = models.BooleanField(default=False)
    noted_at = models.DateTimeField()

    objects = DrawStepQuerySet.as_manager()

    class Meta:
        ordering = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="draw_step_number_is_dense"),
            models.CheckConstraint(
                condition=Q(takes_back=None) | ~Q(reason=""), name="draw_step_back_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.project.number} → {self.place or '—'}"

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from events.models import Room
from projects import validators


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

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from events import rules, validators
from events.models.event import Event
from events.models.rows import Known, RuledRow
from events.rules import Flaw
from events.text_fields import I18nCharField

POINTS: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 2,
    "validators": [validators.criterion_points],
}


class Rubric(models.Model):
    """The event's criteria, promised before any expert is named.

    Its weights sum to 100. It is frozen with the scoring rule; a tablet names the version it shows.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE)
    version = models.PositiveIntegerField(default=1)
    is_default = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.event} · {self.version}"


class Criterion(RuledRow):
    """One criterion: an expert gives points from minimum to maximum in whole steps."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    key = models.SlugField(**validators.criterion_key.column())
    name = I18nCharField(**validators.criterion_name.column())
    weight = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[validators.criterion_weight]
    )
    minimum = models.DecimalField(**POINTS, default=Decimal(1))
    maximum = models.DecimalField(**POINTS, default=Decimal(10))
    step = models.DecimalField(**POINTS, default=Decimal(1))
    levels = models.JSONField(default=dict, blank=True, validators=[validators.criterion_levels])

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["rubric", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "key"], name="criterion_key_once_per_rubric"),
            models.UniqueConstraint(fields=["rubric", "order"], name="criterion_order_is_dense"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs_something"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0, maximum__gt=F("minimum"), step__gt=0),
                name="criterion_has_a_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def flaws(self, known: Known) -> Iterator[Flaw]:
        return rules.criterion_flaws(
            known("weight"),
            known("minimum"),
            known("maximum"),
            known("step"),
            [Decimal(points) for points in known("levels") or ()],
        )

    def allows(self, points: Decimal) -> bool:
        in_range = self.minimum <= points <= self.maximum
        return in_range and (points - self.minimum) % self.step == 0

    def choices(self) -> list[Decimal]:
        """Every value an expert may give, lowest first."""
        return [self.minimum + self.step * number for number in range(self.value_count)]

    @property
    def value_count(self) -> int:
        return int((self.maximum - self.minimum) / self.step) + 1

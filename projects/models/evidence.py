from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.rows import Known, RuledRow
from events.rules import Flaw
from events.text_fields import I18nCharField, I18nTextField
from events.validators import count
from projects import rules, validators
from projects.models.project import Project


class Survey(RuledRow):
    """What a project asked, and how many answered, as the source states it.

    The base may be exact (`base`), only a lower bound (`base_over`, “over 500”) or not stated.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE)
    method = I18nCharField(**validators.survey_method.column(), blank=True)
    base = models.PositiveIntegerField(null=True, blank=True, validators=[count])
    base_over = models.PositiveIntegerField(null=True, blank=True, validators=[count])
    base_text = models.CharField(**validators.survey_base_text.column(), blank=True)
    schools = models.PositiveIntegerField(null=True, blank=True, validators=[count])
    note = models.CharField(**validators.survey_note.column(), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(base=None) | Q(base_over=None), name="survey_base_is_stated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.method}"

    def flaws(self, known: Known) -> Iterator[Flaw]:
        return rules.survey_flaws(known("base"), known("base_over"), ())


class RespondentGroup(models.Model):
    """A group of a survey's respondents with its count."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    label = I18nCharField(**validators.respondent_group_label.column())
    count = models.PositiveIntegerField(validators=[count])

    class Meta:
        ordering = ["survey", "order"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "order"], name="group_order_is_dense"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.count}"


class Finding(RuledRow):
    """One statement of a project's work. A percentage is kept with the base it was taken of."""

    class Kind(models.TextChoices):
        OBJECT = "object", _("object of the study")
        BASIS = "basis", _("basis")
        THEME = "theme", _("theme of the questionnaire")
        FINDING = "finding", _("finding")
        CASE = "case", _("case")
        STUDENT = "student", _("model of the student")
        TEACHER = "teacher", _("model of the teacher")
        ASPECT = "aspect", _("interesting aspect")
        SWOT = "swot", _("SWOT analysis")
        PARTNER = "partner", _("partner")
        PRESENTED = "presented", _("also presented")
        QUESTIONS = "questions", _("questions of the experts")
        REMARK = "remark", _("remark")

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FINDING)
    text = I18nTextField(validators=[validators.finding_text])
    percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[validators.finding_percent],
    )
    base = models.PositiveIntegerField(null=True, blank=True, validators=[count])
    check_text = models.CharField(**validators.finding_check_text.column(), blank=True)

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="finding_order_is_dense"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                name="finding_percent_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    def flaws(self, known: Known) -> Iterator[Flaw]:
        return rules.finding_flaws(known("percent"), known("base"))


class SwotEntry(models.Model):
    """One entry of a project's SWOT table."""

    class Quadrant(models.TextChoices):
        STRENGTH = "strength", _("strength")
        WEAKNESS = "weakness", _("weakness")
        OPPORTUNITY = "opportunity", _("opportunity")
        THREAT = "threat", _("threat")

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    quadrant = models.CharField(max_length=12, choices=Quadrant)
    order = models.PositiveIntegerField()
    text = I18nTextField(validators=[validators.swot_entry_text])

    class Meta:
        ordering = ["project", "quadrant", "order"]
        verbose_name_plural = "SWOT entries"

    def __str__(self) -> str:
        return str(self.text)


class Recommendation(models.Model):
    """What a project recommends, and to whom."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    text = I18nTextField(validators=[validators.recommendation_text])
    addressee = I18nCharField(**validators.recommendation_addressee.column(), blank=True)

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "order"], name="recommendation_order_is_dense"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

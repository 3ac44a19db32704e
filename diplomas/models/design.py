from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diplomas import validators
from diplomas.models.diploma import Diploma
from events.models import Event
from events.text_fields import I18nCharField, I18nTextField


class Design(models.Model):
    """The wording of an event's documents of a kind in their languages; one language is the main text,
    others stand beside it on the same page, or each holder chooses one.

    A diploma keeps a snapshot of what it was printed with, so a later change touches only later ones.
    """

    class Shown(models.TextChoices):
        PRINTED = "printed", _("printed")
        NONE = "none", _("not printed")

    class Beside(models.TextChoices):
        """Further languages: on the same page, or each document in one that its holder chooses."""

        NONE = "none", _("none")
        KAZAKH = "kk", _("also in Kazakh, on the same page")
        RUSSIAN = "ru", _("also in Russian, on the same page")
        ENGLISH = "en", _("also in English, on the same page")
        ALL = "all", _("all three on one page")
        CHOSEN = "chosen", _("one language each, as the trainee chooses")

    class Accent(models.TextChoices):
        """The colour of titles; each is dark enough to be read on paper."""

        PETROL = "petrol", _("petrol")
        BLUE = "blue", _("blue")
        GREEN = "green", _("green")
        BURGUNDY = "burgundy", _("burgundy")
        VIOLET = "violet", _("violet")
        BLACK = "black", _("black")

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    kind = models.CharField(
        max_length=12, choices=Diploma.Kind, default=Diploma.Kind.DIPLOMA, editable=False
    )
    language = models.CharField(max_length=5, default="kk")
    beside = models.CharField(max_length=6, choices=Beside, default=Beside.NONE)
    title = I18nCharField(**validators.design_title.column())
    lead = I18nCharField(**validators.design_lead.column())
    before_topic = I18nTextField(blank=True, validators=[validators.design_before_topic])
    after_topic = I18nTextField(blank=True, validators=[validators.design_after_topic])
    hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[validators.design_hours]
    )
    dates = models.CharField(max_length=7, choices=Shown, default=Shown.PRINTED)
    stamp = models.CharField(max_length=7, choices=Shown, default=Shown.NONE)
    accent = models.CharField(max_length=8, choices=Accent, default=Accent.PETROL)
    signatories = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="one_wording_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.event}"

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from diplomas import validators
from events.models import Event


class Design(models.Model):
    """The wording of an event's diploma in its languages; one language is the main text.

    A diploma keeps a snapshot of what it was printed with, so a later change touches only later ones.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE)
    language = models.CharField(max_length=5, default="kk")
    title = I18nCharField(**validators.design_title.column())
    lead = I18nCharField(**validators.design_lead.column())
    before_topic = I18nTextField(blank=True, validators=[validators.design_before_topic])
    after_topic = I18nTextField(blank=True, validators=[validators.design_after_topic])
    signatories = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.title} · {self.event}"

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events import validators
from events.models.event import Event
from events.models.people import Person
from events.text_fields import I18nCharField, I18nTextField


class Room(models.Model):
    """A hall with its own panel and run of show. An event has one until it needs a second."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    name = I18nCharField(**validators.room_name.column(), blank=True)
    is_default = models.BooleanField(default=True)

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(is_default=True), name="one_default_room_per_event"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or str(self.event)


class RunItemQuerySet(models.QuerySet["RunItem"]):
    def of_event(self, event: Event) -> RunItemQuerySet:
        return self.filter(room__event=event)

    def in_order(self) -> RunItemQuerySet:
        return self.order_by("room", "order")


class RunItem(models.Model):
    """A line of a room's run of show. The order is dense per room; planned hour and minutes may be unknown.

    To come, on stage (begun), over (ended) or skipped; whoever runs the day moves it, and takes it back.
    Invariant, held by the database as well: one line of a room is on stage at most, none is over that has not
    begun, none is skipped that has.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        SPEECH = "speech", _("speech")
        DRAW = "draw", _("draw")
        ANNOUNCEMENT = "announcement", _("announcement")
        DEFENSE = "defense", _("defense")
        BREAK = "break", _("break")
        DELIBERATION = "deliberation", _("deliberation")
        CEREMONY = "ceremony", _("ceremony")
        CLOSING = "closing", _("closing")

    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    title = I18nCharField(**validators.run_item_title.column(), blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    role_text = I18nCharField(**validators.run_item_role_text.column(), blank=True)
    note = I18nTextField(blank=True, validators=[validators.run_item_note])
    planned_at = models.TimeField(
        null=True, blank=True, validators=[validators.run_item_planned_at]
    )
    planned_minutes = models.PositiveIntegerField(
        null=True, blank=True, validators=[validators.run_item_planned_minutes]
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)

    objects = RunItemQuerySet.as_manager()

    class Meta:
        ordering = ["room", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "order"],
                name="run_item_order_is_dense",
            ),
            models.UniqueConstraint(
                fields=["room"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="one_run_item_on_stage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title or self.get_kind_display()}"

    @property
    def is_on_stage(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def is_to_come(self) -> bool:
        return self.started_at is None and self.skipped_at is None


class SpeechFact(models.Model):
    """What a speaker said, as the source reports it, one statement a row."""

    item = models.ForeignKey(RunItem, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    text = I18nTextField(validators=[validators.speech_fact_text])

    class Meta:
        ordering = ["item", "order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "order"], name="speech_fact_order_is_dense"),
        ]

    def __str__(self) -> str:
        return str(self.text)

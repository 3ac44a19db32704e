from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from events.models.event import Event, User

KEPT_FOR: Final = timedelta(days=1)  # a file that was brought and not written
UNDONE_WITHIN: Final = timedelta(days=7)
REMEMBERED: Final = 20  # uploads of an event that are asked what a heading meant


class UploadQuerySet(models.QuerySet["Upload"]):
    def of_event(self, event: Event) -> UploadQuerySet:
        return self.filter(event=event)

    def lists(self) -> UploadQuerySet:
        return self.filter(kind=Upload.Kind.LIST)

    def written(self) -> UploadQuerySet:
        return self.exclude(written_at=None)

    def out_of_date(self) -> UploadQuerySet:
        """Brought, and not written in time."""
        return self.filter(written_at=None, brought_at__lt=Now() - KEPT_FOR)


class Upload(models.Model):
    """A file that an organizer brought, kept between looking at it and writing it.

    Read anew at each look, by what was chosen of it; written once, which drops its bytes and keeps what is needed to
    take it back for a week, and what its columns meant for the next one. One that was not written goes after a day.
    Personal data: all that the file says, for a day; what was changed, for a week.
    """

    class Kind(models.TextChoices):
        LIST = "list"
        EVENT_FILE = "event_file"

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(null=True, blank=True)
    brought_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    brought_at = models.DateTimeField(db_default=Now())
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["event", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(written_at=None), name="upload_undone_was_written"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def data(self) -> bytes:
        """The bytes, which SQLite and PostgreSQL give back in types of their own."""
        return bytes(self.content)

    @property
    def word(self) -> str:
        """Where it is on its way."""
        if self.undone_at is not None:
            return _("taken back")
        return _("not written") if self.written_at is None else _("written")

    @property
    def can_be_undone(self) -> bool:
        return self.written_at is not None and self.undone_at is None and self.undo is not None

    def remembered(self) -> Mapping[str, Any]:
        """What was chosen for each heading."""
        columns: Mapping[str, Any] = self.choices.get("columns", {})
        return columns

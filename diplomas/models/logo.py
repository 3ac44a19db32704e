from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event


class Logo(models.Model):
    """The organizer's sign on the documents of an event that are issued from now on: the hash of its file.

    Put, replaced and taken away by organizers. A document keeps the hash of the one that it was issued with, and the
    file stays as long as a document or this row names it (unnamed_files.py). It is in no event file.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE)
    file_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(file_hash=""), name="logo_has_a_file"),
        ]

    def __str__(self) -> str:
        return str(self.event)

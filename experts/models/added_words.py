from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event
from experts import validators
from experts.models.protocol import Protocol
from experts.models.sheets import ScoreSheet
from experts.sheets import Readers


class AddedWordsQuerySet(models.QuerySet["AddedWords"]):
    def of_event(self, event: Event) -> AddedWordsQuerySet:
        """In the order in which they came, so that the last version of a sheet stands last."""
        return self.filter(sheet__defense__project__event=event).order_by("pk")

    def with_who_and_whom(self) -> AddedWordsQuerySet:
        return self.select_related("sheet__seat__person", "sheet__defense__project")


class AddedWords(models.Model):
    """One version of what an expert adds to the comment of an own sheet once the scoring is closed.

    Until a record is prepared it goes into the record, beside the comment, which stays as it was signed. After the
    seal (`protocol`) it is for the team alone, for as many days as the event gives, and stands on the team's page.
    An empty text takes the words back. Versions are appended, never edited, and the last one stands; the database
    holds all but the days (`migrations/0051`).
    Personal data: an expert's words, as long as the sheet.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    op_id = models.UUIDField(unique=True)
    text = models.CharField(**validators.added_words_text.column(), blank=True)
    readers = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in (Readers.PROTOCOL, Readers.TEAM)],
    )
    protocol = models.ForeignKey(Protocol, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    objects = AddedWordsQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "number"]
        verbose_name_plural = "added words"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="added_words_are_dense"),
            models.CheckConstraint(
                condition=Q(readers="team") | Q(readers="protocol", protocol=None),
                name="added_words_have_known_readers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"

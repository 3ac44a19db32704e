from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat
from projects.models import Project


class DeliberationNoteQuerySet(models.QuerySet["DeliberationNote"]):
    def of_event(self, event: Event) -> DeliberationNoteQuerySet:
        """A rehearsal has its own."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)


class DeliberationNote(models.Model):
    """One version of what the panel notes of a team while it deliberates, or of all teams (`project` is none).

    Written by the chair or the deputy from a seat, or by the secretary (`user`); an empty text takes the note
    back. Versions are appended, never edited, and the last one stands; whoever has a tie to the team, or to any
    team where it is of all, writes none, and the database holds both (`migrations/0044`).
    Personal data: what it says of people; kept with the protocol.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT)
    text = models.CharField(**validators.note_text.column(), blank=True)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = DeliberationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, user=None) | Q(seat=None, user__isnull=False),
                name="a_note_is_of_one_writer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project or self.event} · {self.at:%Y-%m-%d}"

    @property
    def who(self) -> str:
        return self.seat.person.name if self.seat else str(self.user)

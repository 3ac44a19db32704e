from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from events.models.event import Event, User


class Rehearsal(models.Model):
    """How far workers have played the rehearsal of an event's day: the row is the job.

    Whoever holds the token until its lease runs out takes the next step. It goes when the rehearsal is
    taken back; a worker that comes too late finds no row, and so does nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for the next step")
        RUNNING = "running", _("is being played")
        DONE = "done", _("played to the end")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    MAX_ATTEMPTS: Final = 3
    GOES_ON: Final = (State.QUEUED, State.RUNNING)

    event = models.OneToOneField(Event, on_delete=models.CASCADE)
    started_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    steps_done = models.PositiveIntegerField(default=0)
    steps_all = models.PositiveIntegerField()
    sheets_refused = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.event} · {self.get_state_display()}"

    @property
    def goes_on(self) -> bool:
        return self.state in self.GOES_ON

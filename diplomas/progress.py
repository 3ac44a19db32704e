"""How far the diplomas of an event are, how fast they are made, and how long the rest will take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.db.models.functions import Now

from diplomas.models import Diploma, RenderJob
from events.errors import UNSTORED
from events.models import Event

PATIENCE: Final = timedelta(seconds=30)
WINDOW: Final = timedelta(seconds=60)
"""So long back is looked for how fast the work goes."""


@dataclass(frozen=True)
class Pace:
    """Of the last minute, or since the work began if that is less."""

    per_minute: int
    minutes_left: int


@dataclass(frozen=True)
class Progress:
    """The current diplomas of an event, counted by what is still to be done with them.

    `unstored` are those of the queued whose page the file storage did not take; `began` is when what is still to
    be made was asked for.
    """

    total: int
    ready: int
    queued: int
    running: int
    failed: int
    unstored: int = 0
    made_lately: int = 0
    waits_since: datetime | None = None
    began: datetime | None = None

    @property
    def is_working(self) -> bool:
        return self.queued + self.running > 0

    def is_stalled(self, at: datetime) -> bool:
        """Whether work waits and nobody seems to take it; what waits for the storage is taken again and again."""
        since = self.waits_since
        is_taken = self.running + self.unstored + self.made_lately > 0
        return not is_taken and since is not None and at - since > PATIENCE

    def pace(self, at: datetime) -> Pace | None:
        """None when there is nothing left to make, and as long as nothing was made."""
        if self.began is None:
            return None
        return pace(self.made_lately, min(WINDOW, at - self.began), self.queued + self.running)


def progress_of(event: Event) -> Progress:
    """One query."""
    pending = Q(state=Diploma.State.PENDING)
    jobs = {state: pending & Q(renderjob__state=state) for state in RenderJob.State}
    queued, running = jobs[RenderJob.State.QUEUED], jobs[RenderJob.State.RUNNING]
    made = Q(state=Diploma.State.READY, renderjob__state=RenderJob.State.DONE)
    counts = (
        Diploma.objects.of_event(event)
        .current()
        .aggregate(
            total=Count("pk"),
            ready=Count("pk", filter=Q(state=Diploma.State.READY)),
            queued=Count("pk", filter=queued),
            running=Count("pk", filter=running),
            failed=Count("pk", filter=jobs[RenderJob.State.FAILED]),
            unstored=Count("pk", filter=queued & Q(renderjob__error=UNSTORED)),
            waits_since=Min("renderjob__queued_at", filter=queued),
            made_lately=Count("pk", filter=made & Q(renderjob__finished_at__gte=Now() - WINDOW)),
            began=Min("renderjob__queued_at", filter=queued | running),
        )
    )
    return Progress(**counts)


def pace(made: int, spent: timedelta, left: int) -> Pace | None:
    if made == 0:
        return None
    a_minute = made * 60 / max(1.0, spent.total_seconds())
    return Pace(max(1, round(a_minute)), math.ceil(left / a_minute))


def version_of(event: Event, progress: Progress, at: datetime) -> str:
    """Changes whenever the page of the diplomas does: with every line of the log, and every job. One query."""
    head = Event.objects.filter(pk=event.pk).values_list("audithead__number", flat=True).get()
    counts = (progress.total, progress.ready, progress.queued, progress.running, progress.failed)
    said = (event.pk, head or 0, *counts, progress.unstored, int(progress.is_stalled(at)))
    return "-".join(map(str, said))

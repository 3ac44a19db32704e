from __future__ import annotations

from django.db import models
from django.db.models import Q

from diplomas.file_kinds import FILE_KINDS, FileKind
from diplomas.models.diploma import Diploma
from events.models import Event, LeasedJob


class RenderJobQuerySet(models.QuerySet["RenderJob"]):
    def of_event(self, event: Event) -> RenderJobQuerySet:
        return self.filter(diploma__event=event)

    def failed(self) -> RenderJobQuerySet:
        """Those that wait for a human; not of a diploma that was revoked since."""
        return self.filter(state=RenderJob.State.FAILED, diploma__state=Diploma.State.PENDING)

    def unfinished(self) -> RenderJobQuerySet:
        return self.filter(state__in=[RenderJob.State.QUEUED, RenderJob.State.RUNNING])


class RenderJob(LeasedJob):
    """The work of rendering one diploma.

    A worker that lost its lease finds its token gone and throws its page away, so a diploma is made once.
    """

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        ordering = ["diploma"]
        indexes = [models.Index(fields=["state", "lease_until"], name="render_job_by_state")]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_state_display()}"


class FileJobQuerySet(models.QuerySet["FileJob"]):
    def of_event(self, event: Event) -> FileJobQuerySet:
        """Of the day, or of the rehearsal that goes on."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)


class FileJob(LeasedJob):
    """The work of making one file of an event's diplomas: a print file, an archive, the register on paper.

    One row for each kind of file (`file_kinds.py`); whoever asks again gets it made anew in the same row, and
    the file of before is kept until then. It holds the diplomas as they were when the file was finished;
    `contents` is the hash of what it was made of, and says whether that is still so.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    is_rehearsal = models.BooleanField(default=False)
    kind = models.CharField(max_length=30)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    contents = models.CharField(max_length=64, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)

    objects = FileJobQuerySet.as_manager()

    class Meta:
        ordering = ["event", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "is_rehearsal", "kind"], name="file_job_once_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(file_hash=""), name="file_job_done_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.kind}"

    @property
    def file_kind(self) -> FileKind:
        return FILE_KINDS[self.kind]

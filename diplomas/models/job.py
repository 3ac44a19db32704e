from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from diplomas.models.diploma import Diploma
from events.models import Event


class RenderJobQuerySet(models.QuerySet["RenderJob"]):
    def of_event(self, event: Event) -> RenderJobQuerySet:
        return self.filter(diploma__event=event)

    def failed(self) -> RenderJobQuerySet:
        """Those that wait for a human; not of a diploma that was revoked since."""
        return self.filter(state=RenderJob.State.FAILED, diploma__state=Diploma.State.PENDING)


class RenderJob(models.Model):
    """The work of rendering one diploma. The row is the job; a Celery message only rings.

    Queued; running under a lease and a token; done, or failed after three attempts. A worker that
    lost its lease finds its token gone and throws its page away, so a diploma is made once.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    MAX_ATTEMPTS = 3

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        ordering = ["diploma"]
        indexes = [models.Index(fields=["state", "lease_until"], name="render_job_by_state")]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_state_display()}"

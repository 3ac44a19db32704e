from django.db import models
from django.utils.translation import gettext_lazy as _


class LeasedJob(models.Model):
    """Work for a worker. The row is the job; a Celery message only rings.

    Queued; running under a lease and a token; done, or failed after three attempts. A queued job with a lease
    waits until that is over: what it needs was away. `services/leases.py` holds the way.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    MAX_ATTEMPTS = 3

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

"""A job belongs to whoever holds its token until its lease runs out, by the clock of the database.

The same for every kind of job: taken by a conditional update, given back, ended, and swept from a dead worker.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from events.errors import CRASHED, NO_PRESS, STOPPED, UNSTORED
from events.models import LeasedJob
from events.pdf.errors import RenderingUnavailable

logger = logging.getLogger(__name__)

State = LeasedJob.State
Jobs = QuerySet[Any]
J = TypeVar("J", bound=QuerySet[Any])

AWAY_SECONDS: Final = 15
"""How long a job waits whose file storage is full or away."""


class Held(Protocol):
    """A job of ours while the token is."""

    @property
    def job_id(self) -> int: ...
    @property
    def token(self) -> uuid.UUID: ...


@dataclass(frozen=True)
class Swept:
    requeued: int
    failed: int

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.requeued + other.requeued, self.failed + other.failed)


def claimable(jobs: J) -> J:
    queued = jobs.filter(state=State.QUEUED, attempts__lt=LeasedJob.MAX_ATTEMPTS)
    return queued.filter(Q(lease_until=None) | Q(lease_until__lte=Now()))


def take(jobs: Jobs, chosen: Sequence[int], token: uuid.UUID) -> None:
    """The conditional update that decides whose a job is."""
    claimable(jobs).filter(pk__in=chosen).update(
        state=State.RUNNING, token=token, lease_until=lease_end(), attempts=F("attempts") + 1
    )


def lease_end() -> Any:
    return Now() + timedelta(seconds=settings.RENDER_LEASE_SECONDS)


def held(jobs: J, claimed: Held) -> J:
    """The job, as long as it is ours."""
    return jobs.filter(pk=claimed.job_id, token=claimed.token, state=State.RUNNING)


def done(mine: Jobs, **also: Any) -> bool:
    """Whether it was still ours; `mine` is what `held` found."""
    freed = {"token": None, "lease_until": None, "error": "", "finished_at": Now()}
    return bool(mine.update(state=State.DONE, **freed, **also))


def fail(mine: Jobs, code: str, *, is_final: bool) -> bool:
    """Give the job back, or end it when it is final or was the last attempt; if it is still ours."""
    ends = Q() if is_final else Q(attempts__gte=LeasedJob.MAX_ATTEMPTS)
    freed = {"token": None, "lease_until": None, "error": code}
    if mine.filter(ends).update(state=State.FAILED, finished_at=Now(), **freed):
        logger.warning("A job failed", extra={"reason": code})
        return True
    return bool(mine.update(state=State.QUEUED, **freed))


def give_up(mine: Jobs, error: Exception) -> None:
    """Say on the job what kept it from being made, if it is still ours; a storage that is away costs no attempt."""
    details = {"job": mine.values_list("pk", flat=True).first(), "reason": str(error)}
    if isinstance(error, RenderingUnavailable):
        fail(mine, NO_PRESS, is_final=True)
    elif isinstance(error, OSError):
        logger.error("A file cannot be kept", extra=details)
        wait(mine, UNSTORED, seconds=AWAY_SECONDS)
    elif isinstance(error, SoftTimeLimitExceeded):
        logger.warning("A file took too long", extra=details)
        fail(mine, STOPPED, is_final=False)
    else:
        logger.error("Making a file failed", extra=details, exc_info=error)
        fail(mine, CRASHED, is_final=False)


def wait(mine: Jobs, code: str = "", *, seconds: int = 0) -> bool:
    """Give the job back as if it had not been tried; nobody takes it for so long."""
    until = Now() + timedelta(seconds=seconds) if seconds else None
    freed = {"token": None, "lease_until": until, "error": code}
    return bool(mine.update(state=State.QUEUED, attempts=F("attempts") - 1, **freed))


@transaction.atomic
def sweep(jobs: Jobs) -> Swept:
    """Queue again what a dead worker left, and end what has stopped three of them.

    A job whose worker is in the middle of a write is left for the next sweep: it may be frozen there.
    """
    late = jobs.filter(state=State.RUNNING, lease_until__lt=Now())
    free = late.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    expired = late.filter(pk__in=list(free))
    last = Q(attempts__gte=LeasedJob.MAX_ATTEMPTS)
    failed = expired.filter(last).update(
        state=State.FAILED, token=None, lease_until=None, error=STOPPED, finished_at=Now()
    )
    requeued = expired.filter(~last).update(state=State.QUEUED, token=None, lease_until=None)
    if failed or requeued:
        logger.warning("Jobs without a worker", extra={"requeued": requeued, "failed": failed})
    return Swept(requeued, failed)

"""The queue of renderings: claim, render, store, finish; sweep what a dead worker left.

Whoever lost the token of a job (leases.py) throws the page away. A job that has been tried before comes alone,
so that a page that stops its worker takes no other with it. A file storage that is full or away costs no attempt.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from diplomas.errors import OVERFLOWS, TOO_LONG, UNFIT, UNPRINTABLE
from diplomas.files import FILES
from diplomas.models import Diploma, RenderJob
from diplomas.models import RenderJobQuerySet as Jobs
from diplomas.rendering import DiplomaOverflows, UnfitRecord, UnprintableText, warm_renderer
from diplomas.snapshots import record_of
from events.errors import CRASHED, UNSTORED, FileIsAway
from events.pdf.fitting import NameDoesNotFit
from events.services import leases
from events.services.leases import AWAY_SECONDS, Swept

logger = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 20
SLOW_SECONDS: Final = 0.25
"""A diploma on a machine that is busy: a claim takes no more than half its lease then."""


@dataclass(frozen=True)
class Claimed:
    """A job of ours while the token is."""

    job_id: int
    diploma_id: int
    token: uuid.UUID
    snapshot: dict[str, Any]


def claim_size() -> int:
    return max(1, min(MOST_AT_ONCE, int(settings.RENDER_LEASE_SECONDS / 2 / SLOW_SECONDS)))


def claim(limit: int | None = None, *, event_id: int | None = None) -> list[Claimed]:
    """Take queued jobs under a lease: several that are new, or one that was tried before.

    Two workers never hold the same job. An empty list says that nothing is queued.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        queued = claimable()
        if event_id is not None:
            queued = queued.filter(diploma__event=event_id)
        first = queued.order_by("attempts", "pk").select_for_update(skip_locked=True, of=("self",))
        found = list(first.values_list("pk", "attempts")[: limit or claim_size()])
        chosen = [pk for pk, attempts in found if attempts == 0] or [pk for pk, _ in found[:1]]
        take(chosen, token)
    mine = RenderJob.objects.filter(token=token).select_related("diploma").order_by("pk")
    return [Claimed(job.pk, job.diploma_id, token, job.diploma.snapshot) for job in mine]


def claimable() -> Jobs:
    return leases.claimable(RenderJob.objects.all())


def take(chosen: Sequence[int], token: uuid.UUID) -> None:
    leases.take(RenderJob.objects.all(), chosen, token)


def render_claimed(claimed: Sequence[Claimed]) -> int:
    """Render the jobs as one document, store and finish them; returns how many are ready.

    A page that cannot be made fails by itself and the others are made one by one.
    """
    try:
        pages = warm_renderer().render([record_of(each.snapshot) for each in claimed])
    except (UnfitRecord, NameDoesNotFit) as error:
        if len(claimed) > 1:
            return sum(render_claimed([each]) for each in claimed)
        fail(claimed[0], code_of(error), is_final=True)
        return 0
    except FileIsAway:
        if len(claimed) > 1:
            return sum(render_claimed([each]) for each in claimed)
        leases.wait(held(claimed[0]), UNSTORED, seconds=AWAY_SECONDS)
        return 0
    except Exception:
        # Whatever goes wrong in one page must not end the worker.
        logger.exception("Rendering failed", extra={"jobs": [each.job_id for each in claimed]})
        for each in claimed:
            fail(each, CRASHED, is_final=False)
        return 0
    return sum(keep(each, page) for each, page in zip(claimed, pages, strict=True))


def keep(claimed: Claimed, page: bytes) -> bool:
    """Finish the job, or let it wait while the page cannot be stored."""
    try:
        return finish(claimed, page)
    except OSError as error:
        logger.error("A page cannot be stored", extra={"job": claimed.job_id, "reason": str(error)})
        leases.wait(held(claimed), UNSTORED, seconds=AWAY_SECONDS)
        return False


def finish(claimed: Claimed, page: bytes) -> bool:
    """Store the page and make the diploma ready, if the job is still ours.

    The file of a page thrown away stays: the winner's may be the same bytes under the same name.
    """
    file_hash = FILES.save(page)
    with transaction.atomic():
        if not leases.done(held(claimed)):
            logger.warning("A page came too late", extra={"job": claimed.job_id})
            return False
        waiting = Diploma.objects.filter(pk=claimed.diploma_id, state=Diploma.State.PENDING)
        waiting.update(state=Diploma.State.READY, file_hash=file_hash, ready_at=Now())
    return True


def fail(claimed: Claimed, code: str, *, is_final: bool) -> bool:
    return leases.fail(held(claimed), code, is_final=is_final)


def held(claimed: Claimed) -> Jobs:
    """The job, as long as it is ours."""
    return leases.held(RenderJob.objects.all(), claimed)


def sweep() -> Swept:
    return leases.sweep(RenderJob.objects.all())


def queued_count() -> int:
    return claimable().count()


def code_of(error: UnfitRecord | NameDoesNotFit) -> str:
    """Why a record cannot become a page, as kept on the job."""
    codes: dict[type[Exception], str] = {
        NameDoesNotFit: TOO_LONG,
        UnprintableText: UNPRINTABLE,
        DiplomaOverflows: OVERFLOWS,
    }
    return codes.get(type(error), UNFIT)

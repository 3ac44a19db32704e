"""Doorbells. A message carries nothing and may be lost or doubled; the rows say what there is to do."""

import math
import time
from functools import partial
from typing import Any, Final

from celery import shared_task
from celery.signals import worker_process_init, worker_ready
from django.conf import settings
from django.db import transaction

from diplomas.rendering import warm_renderer
from diplomas.services import jobs, making, sharing
from events.tasks import SWEEP_SECONDS, send

MOST_RINGS: Final = 8
LONGEST_SECONDS: Final = 600


@shared_task(ignore_result=True)
def render() -> None:
    """Make diplomas until nothing is queued, or until it is time to let another task go on."""
    leaves_at = time.monotonic() + settings.RENDER_LEASE_SECONDS / 4
    jobs.sweep()
    while claimed := jobs.claim():
        jobs.render_claimed(claimed)
        if time.monotonic() > leaves_at:
            ring_for_the_queued()
            return
    ring_for_files()


# A file of very many diplomas takes longer than a page, and its worker holds it for longer as it goes on. The limit is of
# the task: one that has worked for a quarter of it leaves the next file, which has most of a limit then, to another task.
@shared_task(ignore_result=True, soft_time_limit=LONGEST_SECONDS, time_limit=LONGEST_SECONDS + 15)
def make_files() -> None:
    """Make files of many diplomas until none is asked for whose diplomas are made, or it is time to let go."""
    leaves_at = time.monotonic() + LONGEST_SECONDS / 4
    while claimed := making.claim():
        making.make(claimed)
        if time.monotonic() > leaves_at:
            ring_for_files()
            return


@shared_task(ignore_result=True)
def sweep() -> None:
    """Take back what dead workers left, and ring if anything is queued: a message may be lost."""
    jobs.sweep()
    making.sweep()
    ring_for_the_queued()
    ring_for_files()
    sharing.draw_pictures()


@shared_task(ignore_result=True)
def draw() -> None:
    """The pictures of diplomas whose holders chose to share them."""
    sharing.draw_pictures()


def ring_for_pictures() -> None:
    transaction.on_commit(partial(send, draw), robust=True)


def ring_for_the_queued() -> None:
    if queued := jobs.queued_count():
        ring(queued)


def ring_for_files() -> None:
    """Wake a worker for files that were asked for, if their diplomas are made."""
    if making.claimable().exists():
        send(make_files)


def ring(queued: int = 1) -> None:
    """Wake workers for this many queued jobs once the rows are committed.

    A broker that is away delays the work until the next sweep and fails nothing.
    """
    rings = min(MOST_RINGS, math.ceil(queued / jobs.claim_size()))
    transaction.on_commit(partial(send, render, rings), robust=True)


@worker_process_init.connect
def warm_up(**_: Any) -> None:
    """Parse, measure and draw once, before the first message."""
    warm_renderer()


@worker_ready.connect
def sweep_from_now_on(sender: Any, **_: Any) -> None:
    """A worker rings for what waited while none was there, and goes on so: embedded mode has no beat."""
    send(sweep)
    sender.timer.call_repeatedly(SWEEP_SECONDS, send, (sweep,))

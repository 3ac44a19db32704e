"""The doorbell of rehearsals. The rows say what there is to do; a worker looks by itself as well."""

from functools import partial
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import transaction

from defense.rehearsal import playing
from events.tasks import SWEEP_SECONDS, send


@shared_task(ignore_result=True)
def play() -> None:
    playing.play(seconds=settings.RENDER_LEASE_SECONDS / 4)
    ring_for_the_waiting()


def ring_for_the_waiting() -> None:
    """What waits for diplomas is left to the next look, so that the worker is free to make them."""
    if playing.has_steps_waiting():
        send(play)


def ring() -> None:
    """Wake a worker once the row is committed."""
    transaction.on_commit(partial(send, play), robust=True)


@worker_ready.connect
def look_from_now_on(sender: Any, **_: Any) -> None:
    send(play)
    sender.timer.call_repeatedly(SWEEP_SECONDS, send, (play,))

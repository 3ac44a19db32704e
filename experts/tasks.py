"""Doorbells. A message carries nothing and may be lost or doubled; the rows say what there is to do."""

import time
from functools import partial
from typing import Any, Final

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction
from django.utils import timezone

from events.tasks import SWEEP_SECONDS, send
from experts import making
from experts.models import Protocol

LONGEST_SECONDS: Final = 600


@shared_task(ignore_result=True, soft_time_limit=LONGEST_SECONDS, time_limit=LONGEST_SECONDS + 15)
def make_papers() -> None:
    """Make papers of protocols until none is asked for, or until it is time to let another task go on."""
    leaves_at = time.monotonic() + LONGEST_SECONDS / 4
    while claimed := making.claim():
        making.make(claimed)
        if time.monotonic() > leaves_at:
            ring_for_papers()
            return


@shared_task(ignore_result=True)
def sweep() -> None:
    """Take back what dead workers left, and ring if anything is queued: a message may be lost."""
    making.sweep()
    if making.claimable().exists():
        send(make_papers)


def ring_for_papers() -> None:
    """Wake a worker once the rows are committed."""
    transaction.on_commit(partial(send, make_papers), robust=True)


def print_prepared(protocol: Protocol) -> Protocol:
    """Ask for the protocol itself, so that whoever seals it can read it."""
    making.ask_for_papers(protocol, at=timezone.now(), kinds=["protocol"])
    ring_for_papers()
    return protocol


def print_sealed(protocol: Protocol) -> Protocol:
    """Ask for the papers of a protocol that has both seals, or an annex more, once the rows are committed."""
    if protocol.is_sealed:
        making.ask_for_papers(protocol, at=timezone.now())
        ring_for_papers()
    return protocol


@worker_ready.connect
def sweep_from_now_on(sender: Any, **_: Any) -> None:
    """A worker rings for what waited while none was there, and goes on so: embedded mode has no beat."""
    send(sweep)
    sender.timer.call_repeatedly(SWEEP_SECONDS, send, (sweep,))

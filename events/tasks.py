"""Doorbells. A message carries nothing and may be lost or doubled; the rows say what there is to do."""

import logging
from functools import partial
from importlib import import_module
from typing import Any, Final

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import transaction

from events.services import mail, uploads

logger = logging.getLogger(__name__)

SWEEP_SECONDS: Final = 15.0
TIDY_SECONDS: Final = 3600.0
RING_IS_HEARD_SECONDS: Final = 60
"""A ring that nobody took by then is dropped: the sweep rings again as long as there is work."""


@shared_task(ignore_result=True)
def send_letters() -> None:
    mail.send_letters()


@shared_task(ignore_result=True)
def tidy() -> None:
    """Remove the sessions that have ended, the letters that are no longer counted, and files nobody wrote."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    mail.clear_letters()
    uploads.clear_uploads()


def ring_for_letters() -> None:
    """Wake a worker once the letter is committed."""
    transaction.on_commit(partial(send, send_letters), robust=True)


def send(task: Any, times: int = 1) -> None:
    """Publish without a word of failure to whoever waits for a page."""
    try:
        for _ in range(times):
            task.apply_async(expires=RING_IS_HEARD_SECONDS)
    except Exception as error:  # noqa: BLE001 - a broker fails in many classes, RuntimeError among them
        logger.warning("The queue does not answer; the rows wait", extra={"reason": str(error)})


@worker_ready.connect
def look_from_now_on(sender: Any, **_: Any) -> None:
    """A worker looks for what waited while none was there, and goes on so: embedded mode has no beat."""
    for task, seconds in ((send_letters, SWEEP_SECONDS), (tidy, TIDY_SECONDS)):
        send(task)
        sender.timer.call_repeatedly(seconds, send, (task,))

"""The Celery application: one queue, rung by id, safe to lose (the row is the job)."""

import os
import resource
import warnings
from typing import Any, Final

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import worker_process_init, worker_ready
from kombu.transport import TRANSPORT_ALIASES

from defense.running.garbage import look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
TRANSPORT_ALIASES["filesystem"] = "defense.running.broker:Transport"

MEMORY_LIMIT_BYTES: Final = 2 * 1024**3
SIGN_OF_LIFE_SECONDS: Final = 5.0

app = Celery("qorgau")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["events", "experts", "diplomas", "defense.rehearsal"])


# Celery warns because a worker that accepts pickles must not be root; ours accepts JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)


@worker_process_init.connect
def stand_alone(**_: Any) -> None:
    """Celery looks at memory between tasks; a document that eats it within one fails here.

    A process group of its own keeps Ctrl-C and the launcher's SIGTERM from the processes that do
    the work: the worker ends them when they have finished.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    os.setpgid(0, 0)
    look_seldom()  # a page of a document makes as many objects as a page of the web


@worker_ready.connect
def show_life(sender: Any, **_: Any) -> None:
    """Leave a sign of life beside the queue for the health page, now and every few seconds."""
    from defense.running.health import note_worker  # noqa: PLC0415 - the settings are read by now

    note_worker()
    sender.timer.call_repeatedly(SIGN_OF_LIFE_SECONDS, note_worker)

"""A worker that sleeps past its lease and wakes up: what others made meanwhile stays as they made it."""

import os
import signal
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from diplomas.models import Diploma, RenderJob
from diplomas.services import jobs
from diplomas.tasks import ring
from tests.conftest import has_ended, start_worker
from tests.diplomas.people import event_with_team, issue, states
from tests.processes import Running, wait_until

# Its time limit follows from it, and a short one would end the worker by itself on a slow machine.
LEASE_SECONDS = 300
TRAINEES = 2 * jobs.MOST_AT_ONCE


@pytest.fixture
def worker(process_env, tmp_path):
    env = {**process_env, "QORGAU_RENDER_LEASE_SECONDS": str(LEASE_SECONDS)}
    worker = start_worker(tmp_path / "worker.log", env)
    yield worker
    if not has_ended(worker):
        wake(worker)
        worker.end()


def send_to(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)


def put_to_sleep_in_the_middle(worker: Running) -> int:
    """Stop every process of the worker while it makes diplomas; how many it holds then.

    Never in the middle of a write, which would lock the others out.
    """
    wait_until(lambda: stopped_at_work(worker), "it stops at work", every=0.002)
    return running_count()


def stopped_at_work(worker: Running) -> bool:
    if not running_count():
        return False
    with transaction.atomic():
        send_to([worker.pid, *worker.children()], signal.SIGSTOP)
    if running_count() and nobody_writes():
        return True
    wake(worker)
    return False


def wake(worker: Running) -> None:
    send_to([*worker.children(), worker.pid], signal.SIGCONT)


def nobody_writes() -> bool:
    """Whether no other connection is in a transaction; SQLite's own lock, held meanwhile, says so there."""
    if connection.vendor == "sqlite":
        return True
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
    with connection.cursor() as cursor:
        cursor.execute(f"{others} AND pid <> pg_backend_pid()")
        return cursor.fetchone() == (0,)


def let_the_lease_run_out() -> None:
    RenderJob.objects.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))
    jobs.sweep()


def running_count() -> int:
    return RenderJob.objects.filter(state="running").count()


def make_them_here() -> None:
    while claimed := jobs.claim():
        jobs.render_claimed(claimed)


def made_when() -> list[tuple[object, ...]]:
    return list(Diploma.objects.values_list("pk", "state", "file_hash", "ready_at"))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_wakes_up_after_its_lease_changes_nothing(worker):
    event = event_with_team(TRAINEES)
    issue(event)
    ring()
    asleep_with = put_to_sleep_in_the_middle(worker)
    let_the_lease_run_out()
    make_them_here()
    before = made_when()

    wake(worker)
    worker.end()  # it finishes what is in its hands first

    assert asleep_with > 0
    assert states(event) == ["done"] * TRAINEES
    assert made_when() == before

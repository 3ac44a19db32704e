"""A worker is killed as a power cut would kill it, in the middle of a batch: nothing is lost, nothing doubled."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse

from diplomas.files import FILES
from diplomas.models import Diploma, RenderJob
from tests.conftest import start_worker
from tests.diplomas.people import event_with_team, states
from tests.factories import MembershipFactory
from tests.processes import Running, wait_until

TRAINEES = 44
# Its time limit follows from it, and a short one would end the worker by itself on a busy machine.
LEASE_SECONDS = 60


@pytest.fixture
def worker_env(process_env):
    return {**process_env, "QORGAU_RENDER_LEASE_SECONDS": str(LEASE_SECONDS)}


@pytest.fixture
def watched_event(client):
    """An event whose organizer looks at the page of the diplomas."""
    event = event_with_team(TRAINEES)
    client.force_login(MembershipFactory(event=event).user)
    return event


def look(client, event) -> dict[str, int]:
    """What the organizer's page does every two seconds."""
    return client.get(reverse("organizer:diplomas_figures", args=[event.slug])).json()


def killed_in_the_middle(worker: Running) -> None:
    def is_in_the_middle() -> bool:
        ready = Diploma.objects.ready().count()
        return ready > 0 and RenderJob.objects.filter(state="running").exists()

    wait_until(is_in_the_middle, "some diplomas are ready and some are being made", every=0.002)
    worker.kill()


def its_lease_runs_out() -> None:
    """At once, by the clock of the database."""
    RenderJob.objects.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert len(document) == 1
    return document[0].get_textpage().get_text_bounded()


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    client, watched_event, worker_env, tmp_path
):
    before = {path.name for path in Path(settings.FILES_ROOT).rglob("*.pdf")}
    first = start_worker(tmp_path / "first.log", worker_env)
    client.post(reverse("organizer:diplomas_issue", args=[watched_event.slug]), {"agreed": "999"})
    killed_in_the_middle(first)
    left_running = states(watched_event).count("running")
    its_lease_runs_out()
    second = start_worker(tmp_path / "second.log", worker_env)
    try:
        wait_until(
            lambda: look(client, watched_event)["ready"] == TRAINEES, "all are ready", every=0.2
        )
    finally:
        second.end()

    diplomas = list(Diploma.objects.of_event(watched_event))
    contents = {diploma.code: FILES.read(diploma.file_hash) for diploma in diplomas}
    stored = {path.name for path in Path(settings.FILES_ROOT).rglob("*.pdf")} - before
    assert second.process.returncode == 0  # asked to end, it did so by itself
    assert "Traceback" not in second.output()
    assert left_running > 0
    assert states(watched_event) == ["done"] * TRAINEES
    assert len(contents) == len(set(contents.values())) == TRAINEES
    assert stored == {f"{hashlib.sha256(each).hexdigest()}.pdf" for each in contents.values()}
    for diploma in diplomas:
        assert diploma.snapshot["name"] in text_of(contents[diploma.code])

"""Workers are killed in the middle of a batch of corrections, and in the middle of the print file of it."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.db.models.functions import Now
from django.urls import reverse

from diplomas.files import FILES, made_files
from diplomas.models import Diploma, Ending, FileJob, RenderJob
from diplomas.rendering import Renderer
from events.models import Person
from tests.conftest import start_worker
from tests.diplomas.people import event_with_team, issue
from tests.diplomas.records import BARE
from tests.factories import DAY, MembershipFactory
from tests.processes import Running, wait_until

TRAINEES = 80
# Its time limit follows from it, and a short one would end the worker by itself on a busy machine.
LEASE_SECONDS = 60


@pytest.fixture
def worker_env(process_env):
    return {**process_env, "QORGAU_RENDER_LEASE_SECONDS": str(LEASE_SECONDS)}


def given_event():
    """Everybody has a diploma; of half of them the name was misspelt."""
    event = event_with_team(TRAINEES, languages=["kk"])
    issue(event)
    [page] = Renderer().render([BARE])
    RenderJob.objects.update(state="done")
    Diploma.objects.update(state="ready", file_hash=FILES.save(page), ready_at=DAY)
    for person in Person.objects.filter(diploma__sequence__lte=TRAINEES // 2):
        person.name = person.name.replace("Әлия", "Дәлия")
        person.save()
    return event


def killed(worker: Running, is_in_the_middle, what: str) -> None:
    wait_until(is_in_the_middle, what, every=0.002)
    worker.kill()


def leases_run_out() -> None:
    """At once, by the clock of the database."""
    for jobs in (RenderJob.objects.all(), FileJob.objects.all()):
        jobs.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))


def corrects() -> bool:
    is_running = RenderJob.objects.filter(state="running").exists()
    return is_running and Diploma.objects.ready().filter(sequence__gt=TRAINEES).exists()


def merges() -> bool:
    return FileJob.objects.filter(state="running", done_count__gt=0).exists()


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_doubled_by_workers_killed_in_corrections_and_in_their_print_file(
    client, worker_env, tmp_path
):
    event = given_event()
    client.force_login(MembershipFactory(event=event).user)
    first = start_worker(tmp_path / "first.log", worker_env)
    client.post(reverse("organizer:diplomas_correct", args=[event.slug]), {"agreed": "999"})
    client.post(reverse("organizer:diploma_files_make", args=[event.slug, "print"]))
    killed(first, corrects, "some corrections are made and some are being made")
    left_correcting = RenderJob.objects.filter(state="running").count()
    leases_run_out()
    second = start_worker(tmp_path / "second.log", worker_env)
    killed(second, merges, "some diplomas are in the print file")
    left_merging = FileJob.objects.get().state
    leases_run_out()
    third = start_worker(tmp_path / "third.log", worker_env)
    try:
        wait_until(lambda: FileJob.objects.filter(state="done").exists(), "it is made", every=0.2)
    finally:
        third.end()

    valid = {each.number for each in Diploma.objects.ready()}
    pages = pages_of(FileJob.objects.get())
    corrected = pages[: TRAINEES // 2]
    assert left_correcting > 0
    assert left_merging == "running"
    assert len(valid) == len(pages) == TRAINEES
    assert Ending.objects.filter(kind="corrected").count() == TRAINEES // 2
    assert Diploma.objects.count() == TRAINEES + TRAINEES // 2
    assert ["Дәлия" in page for page in pages].count(True) == TRAINEES // 2
    assert [f"2019/{TRAINEES + at:03d}" in page for at, page in enumerate(corrected, start=1)] == [
        True
    ] * len(corrected)


def pages_of(job: FileJob) -> list[str]:
    content = made_files(job.file_kind).read(job.file_hash)
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]

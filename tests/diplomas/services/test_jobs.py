import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from diplomas.errors import OVERFLOWS, UNPRINTABLE
from diplomas.models import Diploma, RenderJob
from diplomas.services import jobs
from events.errors import CRASHED, STOPPED, UNSTORED
from tests.diplomas.people import PAGE, event_with_team, issue, states


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def lease_has_run_out():
    RenderJob.objects.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))


def tried_before(number, times):
    RenderJob.objects.filter(diploma__sequence=number).update(attempts=times)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_claim_takes_the_oldest_under_a_lease_and_one_token():
    event = event_with_team(3)
    issue(event)

    claimed = jobs.claim(2)

    held = RenderJob.objects.filter(state="running", lease_until__gt=Now(), attempts=1)
    assert [each.snapshot["number"] for each in claimed] == ["2019/001", "2019/002"]
    assert {each.token for each in claimed} == set(held.values_list("token", flat=True))
    assert states(event) == ["running", "running", "queued"]


@pytest.mark.django_db
def test_what_is_claimed_is_not_claimed_again():
    issue(event_with_team(3))

    first, second, third = jobs.claim(2), jobs.claim(2), jobs.claim(2)

    assert [len(first), len(second), len(third)] == [2, 1, 0]
    assert {each.job_id for each in first}.isdisjoint(each.job_id for each in second)


@pytest.mark.django_db
def test_a_job_that_was_tried_before_comes_alone_and_last():
    issue(event_with_team(4))
    tried_before(1, times=1)
    tried_before(2, times=2)

    numbers = [[each.snapshot["number"][-1] for each in jobs.claim()] for _ in range(4)]

    assert numbers == [["3", "4"], ["1"], ["2"], []]


@pytest.mark.django_db
def test_a_claim_may_be_for_one_event():
    event, other = event_with_team(1), event_with_team(2)
    issue(other)
    issue(event)

    claimed = jobs.claim(event_id=event.pk)

    assert len(claimed) == 1
    assert states(other) == ["queued", "queued"]


@pytest.mark.django_db
@pytest.mark.parametrize(("lease", "size"), [(90, 20), (3, 6), (2, 4)])
def test_a_short_lease_takes_less_at_once(settings, lease, size):
    settings.RENDER_LEASE_SECONDS = lease

    assert jobs.claim_size() == size


def claim_twice_at_once(monkeypatch, *, is_conditional, patience=30):
    """Two connections that have both chosen their jobs before either takes them, unless a lock keeps one away."""
    both_have_chosen = threading.Barrier(2)
    take = jobs.take
    outcomes = []

    def take_late(chosen, token):
        with suppress(threading.BrokenBarrierError):
            both_have_chosen.wait(timeout=patience)
        if is_conditional:
            take(chosen, token)
        else:
            RenderJob.objects.filter(pk__in=chosen).update(state="running", token=token)
            outcomes.append(list(chosen))

    def one_side():
        try:
            claimed = jobs.claim()
            if is_conditional:
                outcomes.append([each.job_id for each in claimed])
        finally:
            connection.close()

    monkeypatch.setattr(jobs, "take", take_late)
    sides = [threading.Thread(target=one_side) for _ in range(2)]
    for side in sides:
        side.start()
    for side in sides:
        side.join(timeout=60)
    return outcomes


def without_locks(monkeypatch):
    """No rows are locked and no transaction serialises: only the condition of the update is left."""
    monkeypatch.setattr(jobs.Jobs, "select_for_update", lambda self, **_: self)
    monkeypatch.setattr(jobs.transaction, "atomic", suppress)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_job(monkeypatch):
    issue(event_with_team(5))

    first, second = claim_twice_at_once(monkeypatch, is_conditional=True, patience=1)

    assert sorted(first + second) == sorted(RenderJob.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_the_condition_alone_keeps_two_claims_apart(monkeypatch):
    issue(event_with_team(5))
    without_locks(monkeypatch)

    first, second = claim_twice_at_once(monkeypatch, is_conditional=True)

    assert sorted(first + second) == sorted(RenderJob.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_two_claims_take_the_same_jobs(monkeypatch):
    """The control of the two tests above."""
    issue(event_with_team(5))
    without_locks(monkeypatch)

    first, second = claim_twice_at_once(monkeypatch, is_conditional=False)

    assert first == second


@pytest.mark.django_db
def test_a_finished_job_makes_the_diploma_ready_with_its_file(own_files):
    issue(event_with_team(1))
    [claimed] = jobs.claim()

    assert jobs.finish(claimed, PAGE)

    diploma = Diploma.objects.get()
    [path] = files(own_files)
    assert (diploma.state, diploma.renderjob.state) == ("ready", "done")
    assert path == own_files / "diplomas" / diploma.file_hash[:2] / f"{diploma.file_hash}.pdf"
    assert path.read_bytes() == PAGE
    assert path.stat().st_mode & 0o777 == 0o600


def stalled_and_taken_over():
    """A worker stops in the middle; its lease runs out and another worker takes the job."""
    issue(event_with_team(1))
    [stale] = jobs.claim()
    lease_has_run_out()
    jobs.sweep()
    [fresh] = jobs.claim()
    return stale, fresh


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_throws_its_page_away():
    stale, fresh = stalled_and_taken_over()

    late = jobs.finish(stale, b"%PDF stale")
    in_time = jobs.finish(fresh, PAGE)
    later_still = jobs.finish(stale, b"%PDF stale")

    assert (late, in_time, later_still) == (False, True, False)
    assert jobs.FILES.read(Diploma.objects.get().file_hash) == PAGE


@pytest.mark.django_db
def test_without_the_token_the_stale_page_would_win(monkeypatch):
    """The control of the test above."""
    stale, _fresh = stalled_and_taken_over()
    monkeypatch.setattr(jobs, "held", lambda claimed: RenderJob.objects.filter(pk=claimed.job_id))

    jobs.finish(stale, b"%PDF stale")

    content = jobs.FILES.read(Diploma.objects.get().file_hash)
    assert content == b"%PDF stale"


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_fails_nothing_either():
    stale, _fresh = stalled_and_taken_over()

    assert not jobs.fail(stale, CRASHED, is_final=True)
    assert RenderJob.objects.get().state == "running"


@pytest.mark.django_db
def test_the_sweep_queues_what_a_dead_worker_left_and_leaves_the_living_alone():
    event = event_with_team(2)
    issue(event)
    jobs.claim(1)
    lease_has_run_out()
    jobs.claim(1)

    swept = jobs.sweep()

    assert swept == jobs.Swept(requeued=1, failed=0)
    assert states(event) == ["queued", "running"]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_the_sweep_does_not_wait_for_a_worker_frozen_in_the_middle_of_a_write():
    if connection.vendor == "sqlite":
        pytest.skip(
            "SQLite has one lock for all: whoever writes waits, and gives up after 20 seconds"
        )
    event = event_with_team(2)
    issue(event)
    jobs.claim()
    lease_has_run_out()
    has_written, may_thaw = threading.Event(), threading.Event()

    @transaction.atomic
    def freeze():
        RenderJob.objects.filter(diploma__sequence=1).update(state="done", token=None)
        has_written.set()
        may_thaw.wait(timeout=30)
        transaction.set_rollback(True)

    with ThreadPoolExecutor() as threads:
        frozen = threads.submit(on_own_connection, freeze)
        assert has_written.wait(timeout=30)
        swept = threads.submit(on_own_connection, jobs.sweep)
        done, _ = wait([swept], timeout=20)
        may_thaw.set()
        frozen.result(timeout=30)

    assert done, "the sweep waited"
    assert swept.result() == jobs.Swept(requeued=1, failed=0)
    assert states(event) == ["running", "queued"]


def on_own_connection(act):
    try:
        return act()
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_job_that_stopped_three_workers_fails_with_the_reason():
    event = event_with_team(1)
    issue(event)
    for _ in range(3):
        jobs.claim()
        lease_has_run_out()
        jobs.sweep()

    job = RenderJob.objects.get()
    assert (job.state, job.attempts, job.error) == ("failed", 3, STOPPED)
    assert jobs.claim() == []


@pytest.mark.django_db
def test_claimed_jobs_become_diplomas():
    event = event_with_team(3)
    issue(event)

    ready = jobs.render_claimed(jobs.claim())

    assert ready == 3
    assert states(event) == ["done"] * 3
    assert Diploma.objects.ready().values("file_hash").distinct().count() == 3


def change_words(number, **words):
    diploma = Diploma.objects.get(sequence=number)
    diploma.snapshot.update(words)
    diploma.save()


@pytest.mark.sampled(1, "the words of the page")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"before_topic": ["A line"] * 200}, OVERFLOWS),
        ({"issuer": "\u202eanbidder"}, UNPRINTABLE),
        ({"topic": "好"}, UNPRINTABLE),
    ],
)
def test_a_page_that_cannot_be_made_fails_alone_and_at_once(words, code):
    event = event_with_team(3)
    issue(event)
    change_words(2, **words)

    ready = jobs.render_claimed(jobs.claim())

    assert ready == 2
    assert states(event) == ["done", "failed", "done"]
    assert RenderJob.objects.get(state="failed").error == code


@pytest.mark.django_db
def test_what_crashes_a_page_is_tried_three_times_alone_and_the_others_are_made(caplog):
    """A row that no program of ours writes: the words of the diploma are gone."""
    event = event_with_team(3)
    issue(event)
    Diploma.objects.filter(sequence=2).update(snapshot={})

    while claimed := jobs.claim():
        jobs.render_claimed(claimed)

    broken = RenderJob.objects.get(diploma__sequence=2)
    assert states(event) == ["done", "failed", "done"]
    assert (broken.attempts, broken.error) == (3, CRASHED)


def storage_is_away(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "file"
    settings.FILES_ROOT.write_text("no folder")


def it_was_waited_for():
    RenderJob.objects.filter(state="queued").update(lease_until=Now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_page_that_cannot_be_stored_waits_and_burns_no_attempt(settings, tmp_path):
    storage_is_away(settings, tmp_path)
    event = event_with_team(2)
    issue(event)

    for _ in range(4):
        assert jobs.render_claimed(jobs.claim()) == 0
        assert (jobs.claim(), jobs.queued_count()) == ([], 0)
        it_was_waited_for()

    assert states(event) == ["queued"] * 2
    assert set(RenderJob.objects.values_list("attempts", "error")) == {(0, UNSTORED)}


@pytest.mark.django_db
def test_what_waited_for_the_storage_is_made_when_it_is_back(settings, tmp_path):
    storage_is_away(settings, tmp_path)
    event = event_with_team(2)
    issue(event)
    jobs.render_claimed(jobs.claim())

    settings.FILES_ROOT = tmp_path
    it_was_waited_for()
    ready = jobs.render_claimed(jobs.claim())

    assert ready == 2
    assert set(RenderJob.objects.values_list("state", "error", "lease_until")) == {
        ("done", "", None)
    }


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_lets_nothing_wait(settings, tmp_path):
    stale, _fresh = stalled_and_taken_over()
    storage_is_away(settings, tmp_path)

    jobs.keep(stale, PAGE)

    assert RenderJob.objects.get().state == "running"

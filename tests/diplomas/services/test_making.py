"""Files of many diplomas: what is in them, in which order, and what becomes of a job on a bad day."""

import io
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from diplomas import register_pdf
from diplomas.contents import Contents
from diplomas.errors import AWAY, NOTHING
from diplomas.file_kinds import FILE_KINDS
from diplomas.files import FILES, made_files
from diplomas.models import Diploma, FileJob, RenderJob
from diplomas.services import jobs, making
from diplomas.services.correcting import correct_outdated
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.revoking import revoke_diploma
from events.errors import CRASHED, STOPPED, UNSTORED
from events.models import Person
from projects.models import TeamMember
from tests.diplomas.people import add_members, event_with_team, issue
from tests.events.pdf.reading import text_of
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def render_all():
    while claimed := jobs.claim():
        jobs.render_claimed(claimed)


def issued(size, **fields):
    event = event_with_team(size, languages=["kk"], **fields)
    issue(event)
    render_all()
    return event


def ask(event, kind="print"):
    making.ask_for_file(event, FILE_KINDS[kind], at=DAY)
    return FileJob.objects.get(event=event, kind=kind)


def made(event, kind="print") -> bytes:
    ask(event, kind)
    assert making.make(making.claim())
    return content_of(event, kind)


def content_of(event, kind="print") -> bytes:
    job = FileJob.objects.get(event=event, kind=kind)
    content = made_files(job.file_kind).read(job.file_hash)
    assert job.file_size == len(content)
    return content


def numbers_in(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [text.split("№ ")[-1][:8] for text in texts]


def lease_has_run_out():
    FileJob.objects.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))


def it_was_waited_for():
    FileJob.objects.filter(state="queued").update(lease_until=Now() - timedelta(seconds=1))


def test_a_print_file_holds_every_valid_diploma_team_by_team():
    event = issued(2)
    add_members(event, 1)
    issue(event)
    render_all()
    moved = TeamMember.objects.get(person__diploma__sequence=1)
    moved.project.number += 100
    moved.project.save()
    revoke_diploma(event.pk, code_of(event, 2), reason="So.", actor="test", at=DAY)

    pdf = made(event)

    assert numbers_in(pdf) == ["2019/003", "2019/001"]
    assert FileJob.objects.get().done_count == FileJob.objects.get().total_count == 2


def code_of(event, sequence):
    return Diploma.objects.of_event(event).get(sequence=sequence).code


def test_a_print_file_may_follow_the_kazakh_alphabet():
    event = event_with_team(4, languages=["kk"])
    for place, name in enumerate(["Қанат Б", "Кәрім Б", "Әсел Б", "Ая Б"], start=1):
        Person.objects.filter(teammember__order=place).update(name=name)
    issue(event)
    render_all()

    assert numbers_in(made(event, "alphabet")) == ["2019/004", "2019/003", "2019/002", "2019/001"]


def test_documents_of_a_kind_stand_together():
    event = event_with_team(2, languages=["kk"])
    people = Person.objects.values_list("pk", flat=True)
    issue_documents(event.pk, "certificate", people, actor="test", at=DAY)
    issue(event)
    render_all()

    assert numbers_in(made(event)) == ["2019/003", "2019/004", "2019/001", "2019/002"]


def test_for_paper_that_has_its_background_every_word_is_the_same():
    event = issued(1)

    whole, bare = made(event), made(event, "print-bare")

    assert text_of(bare) == text_of(whole)
    assert len(bare) < len(whole) - 15_000


def test_an_archive_holds_the_very_files_in_folders_by_team():
    event = issued(2)
    loner = Person.objects.get(diploma__sequence=2)
    TeamMember.objects.filter(person=loner).delete()

    with zipfile.ZipFile(io.BytesIO(made(event, "teams"))) as archive:
        paths = archive.namelist()
        found = [archive.read(path) for path in paths]
        assert archive.testzip() is None

    number = event.project_set.get().number
    assert paths == [
        f"{number:02d} Talent management in the school/2019-001 Әлия Үлгі 1.pdf",
        "Командасыз/2019-002 Әлия Үлгі 2.pdf",
    ]
    diplomas = Diploma.objects.of_event(event).order_by("sequence")
    assert found == [FILES.read(each.file_hash) for each in diplomas]


@pytest.mark.parametrize(("language", "title"), [("kk", "Дипломдар журналы"), ("ru", "Журнал")])
def test_the_register_is_made_in_its_language(language, title):
    event = issued(1)

    text = text_of(made(event, f"register-{language}"))

    assert title in text
    assert "2019/001" in text


def test_who_asks_twice_gets_one_file_and_who_asks_again_gets_it_anew():
    event = issued(1)
    ask(event)
    ask(event)
    assert making.make(making.claim())
    first = content_of(event)

    again = ask(event)

    assert FileJob.objects.count() == 1
    assert (again.state, again.attempts, content_of(event)) == ("queued", 0, first)
    assert making.make(making.claim())
    assert content_of(event) == first


def test_a_file_waits_until_every_diploma_of_its_event_is_made():
    event = event_with_team(2, languages=["kk"])
    issue(event)
    ask(event)
    waited = making.claim()
    jobs.render_claimed(jobs.claim(1))
    waited_still = making.claim()
    render_all()

    assert (waited, waited_still) == (None, None)
    assert making.make(making.claim())
    assert len(numbers_in(content_of(event))) == 2


def test_one_that_failed_holds_up_no_file():
    event = issued(2)
    add_members(event, 1)
    issue(event)
    RenderJob.objects.filter(diploma__sequence=3).update(state="failed", error=CRASHED)

    assert len(numbers_in(made(event))) == 2


def test_a_correction_in_the_middle_joins_the_file(monkeypatch):
    event = issued(2)
    ask(event)
    write = making._write
    claimed = making.claim()

    def corrected_meanwhile(*args):
        write(*args)
        Person.objects.filter(diploma__sequence=1).update(name="Әлия Түзетілген")
        assert correct_outdated(event.pk, actor="test", at=DAY)

    with monkeypatch.context() as patch:
        patch.setattr(making, "_write", corrected_meanwhile)
        assert not making.make(claimed)
    job = FileJob.objects.get()
    waits_for_the_corrected_one = making.claim()
    render_all()

    assert (job.state, job.attempts, job.file_hash) == ("queued", 0, "")
    assert waits_for_the_corrected_one is None
    assert making.make(making.claim())
    assert numbers_in(content_of(event)) == ["2019/003", "2019/002"]
    assert "Түзетілген" in text_of(content_of(event))


def test_a_worker_that_lost_its_lease_throws_its_file_away():
    event = issued(1)
    ask(event)
    stale = making.claim()
    lease_has_run_out()
    making.sweep()
    fresh = making.claim()

    late = making.make(stale)
    in_time = making.make(fresh)
    later_still = making.make(stale)

    assert (late, in_time, later_still) == (False, True, False)
    assert FileJob.objects.get().attempts == 2


def test_without_the_token_a_stale_worker_would_finish_it(monkeypatch):
    """The control of the test above."""
    event = issued(1)
    ask(event)
    stale = making.claim()
    lease_has_run_out()
    making.sweep()
    monkeypatch.setattr(making, "held", lambda claimed: FileJob.objects.filter(pk=claimed.job_id))

    assert making.make(stale)


def test_who_says_how_far_it_is_holds_the_job_for_longer(monkeypatch):
    event = issued(2)
    ask(event)
    claimed = making.claim()
    lease_has_run_out()
    monkeypatch.setattr(making, "STEP", 1)
    seen = []
    file_of = making._file_of

    def look(*args):
        seen.append(
            (
                FileJob.objects.get().done_count,
                FileJob.objects.filter(lease_until__gt=Now()).exists(),
            )
        )
        return file_of(*args)

    monkeypatch.setattr(making, "_file_of", look)

    assert making.make(claimed)
    assert seen == [(0, False), (1, True)]


def test_a_register_is_held_for_longer_with_each_page(monkeypatch):
    event = issued(1)
    ask(event, "register-kk")
    claimed = making.claim()
    held_for_longer = []
    go_on = making.go_on

    def late(*args):
        lease_has_run_out()
        go_on(*args)
        held_for_longer.append(FileJob.objects.filter(lease_until__gt=Now()).exists())

    monkeypatch.setattr(making, "go_on", late)

    assert making.make(claimed)
    assert len(held_for_longer) > 1  # before its page, and as it is whole
    assert all(held_for_longer)


def test_a_register_of_a_lost_lease_is_given_up_at_its_next_page(monkeypatch):
    event = issued(1)
    ask(event, "register-kk")
    claimed = making.claim()
    FileJob.objects.update(token=uuid.uuid4())
    written = []
    monkeypatch.setattr(register_pdf, "write_pdf", lambda *args: written.append(args))

    assert not making.make(claimed)
    assert written == []


def test_a_file_that_takes_too_long_is_tried_again_and_not_called_a_crash(monkeypatch):
    event = issued(1)
    ask(event)

    def too_long(*_args):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(making, "_file_of", too_long)

    assert not making.make(making.claim())
    assert (FileJob.objects.get().state, FileJob.objects.get().error) == ("queued", STOPPED)


def test_a_job_that_stopped_three_workers_fails_with_the_reason():
    event = issued(1)
    ask(event)
    for _ in range(3):
        assert making.claim()
        lease_has_run_out()
        making.sweep()

    job = FileJob.objects.get()
    assert (job.state, job.error, making.claim()) == ("failed", STOPPED, None)


def test_a_storage_that_takes_nothing_is_waited_for(settings, tmp_path):
    event = issued(1)
    ask(event)
    root = settings.FILES_ROOT
    (root / "made").write_text("no folder")

    for _ in range(4):
        assert not making.make(making.claim())
        assert making.claim() is None
        it_was_waited_for()
    waiting = FileJob.objects.get()
    (root / "made").unlink()

    assert (waiting.state, waiting.attempts, waiting.error) == ("queued", 0, UNSTORED)
    assert making.make(making.claim())
    assert FileJob.objects.get().error == ""


def test_a_diploma_whose_file_is_away_is_named_and_waited_for(settings):
    event = issued(2)
    ask(event)
    path = Path(settings.FILES_ROOT, FILES.path_of(Diploma.objects.get(sequence=2).file_hash))
    content = path.read_bytes()
    path.unlink()

    assert not making.make(making.claim())
    waiting = FileJob.objects.get()
    path.write_bytes(content)
    it_was_waited_for()

    assert (waiting.state, waiting.error) == ("queued", f"{AWAY} 2019/002")
    assert making.make(making.claim())


def test_where_no_diploma_is_valid_there_is_nothing_to_print():
    event = issued(1)
    revoke_diploma(event.pk, code_of(event, 1), reason="So.", actor="test", at=DAY)
    ask(event)

    assert not making.make(making.claim())
    assert (FileJob.objects.get().state, FileJob.objects.get().error) == ("failed", NOTHING)


def test_what_crashes_is_tried_three_times(monkeypatch):
    event = issued(1)
    ask(event)
    monkeypatch.setitem(making.WRITERS, "print", lambda *_: 1 / 0)

    while claimed := making.claim():
        assert not making.make(claimed)

    job = FileJob.objects.get()
    assert (job.state, job.attempts, job.error) == ("failed", 3, CRASHED)


@pytest.mark.parametrize("kind", sorted(FILE_KINDS))
def test_a_file_is_older_once_a_diploma_changed(kind):
    event = issued(2)
    before = hash_of(event, kind)
    unchanged = hash_of(event, kind)
    revoke_diploma(event.pk, code_of(event, 1), reason="So.", actor="test", at=DAY)

    assert unchanged == before
    assert hash_of(event, kind) != before


def hash_of(event, kind):
    return Contents.of_event(event).hash_for(FILE_KINDS[kind])


def test_a_rehearsal_has_files_of_its_own():
    played = issued(1, is_rehearsal=True)
    ask(played)
    played.is_rehearsal = False
    played.save()

    ask_of_the_day = FileJob.objects.of_event(played)

    assert not ask_of_the_day.exists()
    assert Contents.of_event(played).entries == []


@pytest.mark.parametrize("size", [1, 4])
def test_the_contents_take_as_many_queries_for_any_number(size, django_assert_num_queries):
    event = event_with_team(size)
    issue(event)

    with django_assert_num_queries(5):
        Contents.of_event(event).hash_for(FILE_KINDS["teams"])


def test_the_database_keeps_one_job_a_kind_and_no_finished_one_without_a_file():
    event = event_with_team(1)
    ask(event)

    with pytest.raises(IntegrityError, match=r"file_job_once_a_kind|UNIQUE"), transaction.atomic():
        FileJob.objects.create(event=event, kind="print")
    with pytest.raises(IntegrityError, match="file_job_done_has_a_file"), transaction.atomic():
        FileJob.objects.update(state="done")

"""Papers of a protocol as jobs: made once, kept by their hash, and what becomes of one on a bad day."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from defense.rehearsal.closing import reset_rehearsal
from diplomas.unnamed_files import unnamed_files
from events.errors import CRASHED, UNSTORED
from events.models import Event
from events.pdf.errors import RenderingUnavailable
from experts import making, protocol_files, tasks
from experts.models import Protocol, ProtocolFile
from experts.protocol_files import FILES, LANGUAGES, PAPERS, PaperKind
from experts.services.sealing import add_annex
from tests.events.pdf.reading import text_of
from tests.experts.decided_halls import prepared_with_record, tied_hall, vote_on_the_tie
from tests.experts.hall import close, fill
from tests.experts.protocols import prepared, sealed_by
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=36500)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def hall():
    hall = tied_hall()
    vote_on_the_tie(hall)
    return hall


@pytest.fixture
def protocol(hall) -> Protocol:
    return prepared(hall.event)


@pytest.fixture
def short_papers(monkeypatch):
    """A paper of one line, so that the way of a job is tested without a press."""

    def printed(_record, stamp, language, on_page):
        on_page()
        return f"{stamp.number} {stamp.is_sealed} {language}".encode()

    kind = PaperKind("protocol", "Protocol", "", printed)
    monkeypatch.setattr(protocol_files, "PAPERS", {"protocol": kind})


def states() -> dict[str, str]:
    return dict(ProtocolFile.objects.values_list("language", "state"))


def make_all() -> None:
    while claimed := making.claim():
        making.make(claimed)


def contents() -> set[bytes]:
    return {FILES.read(each.file_hash) for each in ProtocolFile.objects.all()}


def test_one_press_asks_for_every_paper_in_every_language(protocol):
    making.ask_for_papers(protocol, at=DAY)
    making.ask_for_papers(protocol, at=DAY)

    asked = list(ProtocolFile.objects.values_list("kind", "language", "state"))
    assert asked == [(kind, language, "queued") for kind in PAPERS for language in LANGUAGES]


def test_a_paper_is_made_of_the_record_and_kept(hall):
    protocol = prepared_with_record(hall)
    making.ask_for_papers(protocol, at=DAY)

    assert making.make(making.claim())

    [done] = ProtocolFile.objects.filter(state="done")
    said = text_of(FILES.read(done.file_hash))
    assert (done.kind, done.language) == ("protocol", "kk")
    assert protocol.sha256 in said


def test_what_is_sealed_is_made_anew_and_what_is_still_so_is_not(
    hall, protocol, short_papers, django_capture_on_commit_callbacks
):
    making.ask_for_papers(protocol, at=DAY)
    make_all()
    drafts = contents()
    sealed = sealed_by(protocol, hall.seats[1])

    making.ask_for_papers(sealed, at=DAY)
    assert set(states().values()) == {"queued"}
    assert contents() == drafts
    with django_capture_on_commit_callbacks(execute=True):
        make_all()
    making.ask_for_papers(sealed, at=DAY)

    assert drafts == {b"1 False kk", b"1 False ru", b"1 False en"}
    assert contents() == {b"1 True kk", b"1 True ru", b"1 True en"}
    assert set(states().values()) == {"done"}
    assert not list(unnamed_files(before=LATER))


def test_an_annex_has_papers_of_its_own_and_changes_none_of_the_sealed_protocol(hall, short_papers):
    protocol = sealed_by(prepared_with_record(hall), hall.seats[1])
    making.ask_for_papers(protocol, at=DAY)
    make_all()
    papers = dict(ProtocolFile.objects.values_list("language", "file_hash"))
    before = {each: FILES.read(papers[each]) for each in papers}

    annex = add_annex(hall.event.pk, reason="A name.", text="Aigul.", actor=UserFactory(), at=DAY)
    making.ask_for_papers(annex.protocol, at=DAY)
    make_all()

    of_before = ProtocolFile.objects.filter(kind="protocol")
    assert dict(of_before.values_list("language", "file_hash")) == papers
    assert {each: FILES.read(papers[each]) for each in papers} == before
    assert Protocol.objects.get().record == protocol.record
    printed = ProtocolFile.objects.filter(kind="annex-1", state="done", is_of_sealed=True)
    assert set(printed.values_list("language", flat=True)) == set(LANGUAGES)
    assert all("Aigul." in text_of(FILES.read(each.file_hash)) for each in printed)


def test_a_paper_that_was_overtaken_by_the_seal_is_made_once_more(
    hall, protocol, short_papers, django_capture_on_commit_callbacks
):
    making.ask_for_papers(protocol, at=DAY)
    claimed = making.claim()
    sealed_by(protocol, hall.seats[1])

    with django_capture_on_commit_callbacks(execute=True):
        finished = making.finish(claimed, FILES.save(b"draft"), is_of_sealed=False)

    assert not list(unnamed_files(before=LATER))
    job = ProtocolFile.objects.get(pk=claimed.job_id)
    assert (finished, job.state, job.attempts, job.file_hash) == (False, "queued", 0, "")


def test_who_lost_the_lease_finishes_nothing(protocol, short_papers):
    making.ask_for_papers(protocol, at=DAY)
    claimed = making.claim()
    ProtocolFile.objects.update(token=uuid.uuid4())

    assert making.make(claimed) is False
    assert not ProtocolFile.objects.exclude(file_hash="").exists()


def test_a_dead_workers_paper_is_made_by_another(protocol, short_papers):
    making.ask_for_papers(protocol, at=DAY)
    making.claim()
    ProtocolFile.objects.filter(state="running").update(lease_until=Now() - timedelta(seconds=1))

    assert making.sweep().requeued == 1
    make_all()

    assert set(states().values()) == {"done"}


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (OSError("full"), "queued", UNSTORED),
        (ValueError("a fault"), "queued", CRASHED),
        (RenderingUnavailable("no Pango"), "failed", "no_press"),
    ],
)
def test_what_goes_wrong_is_said_on_the_job(
    protocol, short_papers, monkeypatch, error, state, code
):
    def fails(*_any):
        raise error

    monkeypatch.setattr(
        protocol_files, "PAPERS", {"protocol": PaperKind("protocol", "", "", fails)}
    )
    making.ask_for_papers(protocol, at=DAY)

    assert making.make(making.claim()) is False
    job = ProtocolFile.objects.exclude(error="").get()
    assert (job.state, job.error) == (state, code)


def test_what_failed_is_made_when_it_is_asked_for_again(protocol, short_papers):
    making.ask_for_papers(protocol, at=DAY)
    ProtocolFile.objects.update(state="failed", attempts=3, error=CRASHED)

    making.ask_for_papers(protocol, at=DAY)
    tasks.make_papers()

    assert set(states().values()) == {"done"}


def test_a_paper_that_is_done_has_a_file(protocol):
    making.ask_for_papers(protocol, at=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolFile.objects.update(state="done")


def test_a_rehearsal_takes_its_papers_with_it(short_papers, django_capture_on_commit_callbacks):
    hall = fill(1, 1)
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True)
    hall.event.refresh_from_db()
    close(hall)
    making.ask_for_papers(prepared(hall.event), at=DAY)
    make_all()
    kept = [FILES.path_of(each.file_hash) for each in ProtocolFile.objects.all()]
    assert all(FILES.storage.exists(path) for path in kept)

    with django_capture_on_commit_callbacks(execute=True):
        reset_rehearsal(hall.event.pk)

    assert not ProtocolFile.objects.exists()
    assert [path for path in kept if FILES.storage.exists(path)] == []


def test_a_file_that_no_paper_names_is_found(protocol, short_papers):
    making.ask_for_papers(protocol, at=DAY)
    make_all()
    lost = FILES.save(b"made anew since")

    found = list(unnamed_files(before=LATER))

    assert [each.file_hash for each in found] == [lost]

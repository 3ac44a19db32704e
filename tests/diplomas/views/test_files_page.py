"""The page of what is printed, sent and bound: asked for in one click, told by name when it is held up."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from diplomas.errors import AWAY
from diplomas.files import made_files
from diplomas.models import FileJob
from diplomas.services import jobs, making
from diplomas.services.issuing import verify_url
from diplomas.services.revoking import revoke_diploma
from events.errors import CRASHED, UNSTORED
from events.qr import qr_svg
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def event():
    event = event_with_team(2, languages=["kk"])
    issue(event)
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name, *also):
    return reverse(f"organizer:{name}", args=[event.slug, *also])


def page(olga, event) -> str:
    return " ".join(olga.get(address(event, "diploma_files")).content.decode().split())


def make_diplomas():
    while claimed := jobs.claim():
        jobs.render_claimed(claimed)


def make_file(olga, event, kind):
    olga.post(address(event, "diploma_files_make", kind))
    assert making.make(making.claim())


def test_before_anything_is_issued_there_is_nothing_to_make(client):
    event = event_with_team(1)
    olga = as_organizer(client, MembershipFactory(event=event).user)

    olga.post(address(event, "diploma_files_make", "print"))

    assert "No diploma is ready yet" in page(olga, event)
    assert not FileJob.objects.exists()


def test_what_is_asked_for_right_after_issuing_waits_and_says_so(olga, event):
    answer = olga.post(address(event, "diploma_files_make", "print"))

    html = page(olga, event)
    assert answer.url == address(event, "diploma_files")
    assert "2 diplomas are being made. What you ask for now holds them too." in html
    assert "It is made as soon as every diploma is." in html
    assert making.claim() is None


def test_a_made_file_is_served_under_a_name_one_finds_again(olga, event):
    make_diplomas()
    make_file(olga, event, "teams")

    answer = olga.get(address(event, "diploma_files_get", "teams"))

    job = FileJob.objects.get()
    content = made_files(job.file_kind).read(job.file_hash)
    assert (answer.getvalue(), answer["Content-Length"]) == (content, str(len(content)))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}-teams.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert 'id="make-teams"' not in page(olga, event)


def test_a_file_that_is_not_made_is_nowhere(olga, event):
    olga.post(address(event, "diploma_files_make", "print"))

    assert olga.get(address(event, "diploma_files_get", "print")).status_code == 404
    assert olga.get(address(event, "diploma_files_get", "other")).status_code == 404


def test_a_file_of_before_is_marked_and_made_anew(olga, event):
    make_diplomas()
    make_file(olga, event, "print")
    before = page(olga, event)
    code = event.diploma_set.get(sequence=1).code
    revoke_diploma(event.pk, code, reason="So.", actor="test", at=DAY)

    after = page(olga, event)

    assert "older than the diplomas" not in before
    assert "older than the diplomas" in after
    assert 'id="file-print"' in after
    assert 'id="make-print"' in after


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UNSTORED, "The file storage is full or away."),
        (f"{AWAY} 2019/002", "The file of diploma № 2019/002 cannot be read"),
    ],
)
def test_what_holds_a_file_up_is_said(olga, event, error, said):
    make_diplomas()
    olga.post(address(event, "diploma_files_make", "print"))
    FileJob.objects.update(error=error, lease_until=Now() + timedelta(seconds=9))

    assert said in page(olga, event)


def test_a_file_that_failed_says_why_and_is_tried_again(olga, event):
    make_diplomas()
    olga.post(address(event, "diploma_files_make", "print"))
    FileJob.objects.update(state="failed", attempts=3, error=CRASHED)

    html = page(olga, event)
    make_file(olga, event, "print")

    assert "The file could not be made in three attempts." in html
    assert FileJob.objects.get().state == "done"


def test_a_file_whose_storage_is_away_answers_with_a_sentence(olga, event, settings, tmp_path):
    make_diplomas()
    make_file(olga, event, "print")
    settings.FILES_ROOT = tmp_path / "elsewhere"

    answer = olga.get(address(event, "diploma_files_get", "print"), follow=True)

    assert answer.redirect_chain == [(address(event, "diploma_files"), 302)]
    assert "The file cannot be read at the moment." in answer.content.decode()


def test_an_unchanged_page_is_not_sent_again(olga, event):
    part = address(event, "diploma_files_part")
    first = olga.get(part)

    same = olga.get(part, headers={"If-None-Match": first["ETag"]})
    olga.post(address(event, "diploma_files_make", "print"))
    asked = olga.get(part, headers={"If-None-Match": first["ETag"]})
    make_diplomas()
    ready = olga.get(part, headers={"If-None-Match": asked["ETag"]})

    assert [each.status_code for each in (first, same, asked, ready)] == [200, 304, 200, 200]


def test_files_of_another_event_are_nobodys_business(client, event):
    make_diplomas()
    making.ask_for_file(event, FileJob(kind="print").file_kind, at=DAY)
    assert making.make(making.claim())
    stranger = as_organizer(client, MembershipFactory(event=event_with_team(1)).user)

    assert stranger.get(address(event, "diploma_files_get", "print")).status_code == 404


def test_links_are_a_page_to_print_of_every_valid_one_with_a_code_to_scan(olga, event):
    make_diplomas()
    first, second = event.diploma_set.order_by("sequence")
    revoke_diploma(event.pk, first.code, reason="So.", actor="test", at=DAY)

    html = olga.get(address(event, "diploma_links")).content.decode()

    assert second.snapshot["name"] in html
    assert html.count(qr_svg(verify_url(second.code))) == 1
    assert verify_url(second.code) in html
    assert first.code not in html
    assert html.count("links-strip") == 1

"""A whole day over HTTP, with real processes; and its undoing."""

import io
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from defense.demo import FILE
from defense.event_file import read_event_file
from defense.event_file.loading import load_event
from defense.rehearsal.casting import EventHasRealMarks, RehearsalNotReset, cast_rehearsal
from defense.rehearsal.closing import NotARehearsal, reset_rehearsal
from events.models import AuditEntry, Event
from experts.models import CastingVote, DeliberationNote, LookRound, Seat, SecondLook, StepOut
from tests.cast import gather
from tests.experts.hall import fill
from tests.factories import DAY, ScoreSheetFactory, UserFactory

SLUG = "shymkent-2019"
LOGS = {"events_auditentry", "events_audithead"}


def load_demo() -> Event:
    return load_event(read_event_file(FILE.read_bytes()), actor="test", at=DAY).event


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything the house keeps but its log, which is append-only."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names():
            if table.split("_")[0] in {"events", "projects", "experts", "diplomas"} - LOGS:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
                found[table] = cursor.fetchall()
        return {table: lines for table, lines in found.items() if table not in LOGS}


def files() -> set[Path]:
    return set(settings.FILES_ROOT.rglob("*.pdf"))


@pytest.mark.django_db(transaction=True)
def test_the_whole_day_and_back(running_server, running_worker, tmp_path):
    event = load_demo()
    before, files_before = rows(), files()
    out = io.StringIO()

    call_command("rehearse", SLUG, seed=1, report=tmp_path, url=running_server.url, stdout=out)

    report = json.loads((tmp_path / "results.json").read_text())
    protocol = report["figures"].pop("protocol")
    fingerprint = protocol["fingerprint"]
    assert report["figures"] == {
        "sheets_submitted": 79,
        "sheets_refused": 5,
        "results": 7,
        "diplomas": 44,
        "verified": 44,
    }
    assert "79 score sheets submitted, 5 refused, 7 results, 44 diplomas" in out.getvalue()
    assert (
        "the protocol: version 1, quorum 12 of 12 (8 needed), 7 places, 5 recusals, 12 questions, "
        f"79 sheets, fingerprint {fingerprint}, 3 languages"
    ) in out.getvalue()
    papers = sorted((tmp_path / "protocol").glob("*.pdf"))
    assert [paper.stem for paper in papers if fingerprint.split()[0] not in text_in(paper)] == []
    assert len(papers) == 9
    assert pages_without_their_name(report, tmp_path) == []
    assert AuditEntry.first_broken(event) is None

    call_command("reset_rehearsal", SLUG, stdout=out)

    assert rows() == before
    assert files() == files_before
    assert AuditEntry.first_broken(event) is None


def text_in(paper: Path) -> str:
    with pypdfium2.PdfDocument(paper) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def pages_without_their_name(report, folder) -> list[str]:
    """Diplomas that are not one page with the owner's name and code."""
    wrong = []
    for diploma in report["diplomas"]:
        document = pypdfium2.PdfDocument(folder / diploma["file"])
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
        code = diploma["code"]
        printed = f"{code[:4]}-{code[4:8]}-{code[8:]}"
        if len(document) != 1 or diploma["name"] not in text or printed not in text:
            wrong.append(diploma["name"])
        document.close()
    return wrong


@pytest.mark.django_db
def test_an_event_with_real_marks_is_not_rehearsed():
    cast = gather()
    ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    before = rows()

    with pytest.raises(EventHasRealMarks):
        cast_rehearsal(cast.event.pk, at=timezone.now())

    assert rows() == before


@pytest.mark.django_db
def test_a_rehearsal_is_reset_before_the_next():
    event = gather().event
    cast_rehearsal(event.pk, at=timezone.now())

    with pytest.raises(RehearsalNotReset):
        cast_rehearsal(event.pk, at=timezone.now())


@pytest.mark.django_db
def test_casting_votes_of_a_rehearsal_go_with_it():
    hall = fill(3, 2)
    hall.recuse(2, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True, scoring_closed_at=DAY)
    project, ours = hall.defenses[1].project, {"is_rehearsal": True}
    told = {"event": hall.event, "seat": hall.seats[1], "reason": "So.", "at": DAY, **ours}
    CastingVote.objects.create(**told, teams=str(project.pk))
    StepOut.objects.create(seat=hall.seats[2], project=project, out_at=DAY, **ours)
    DeliberationNote.objects.create(
        event=hall.event, user=UserFactory(), text="So.", at=DAY, **ours
    )

    reset_rehearsal(hall.event.pk)

    assert [each.objects.count() for each in (CastingVote, StepOut, DeliberationNote)] == [0, 0, 0]


@pytest.mark.django_db
def test_what_was_looked_at_again_in_a_rehearsal_goes_with_it():
    hall = fill(1, 1)
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True)
    asked = LookRound.objects.create(event=hall.event, at=DAY, is_rehearsal=True)
    SecondLook.objects.create(round=asked, sheet=hall.give(1, 1, 8), revision=1)

    reset_rehearsal(hall.event.pk)

    assert (LookRound.objects.count(), SecondLook.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_real_event_cannot_be_reset():
    cast = gather()
    ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    before = rows()

    with pytest.raises(NotARehearsal):
        reset_rehearsal(cast.event.pk)

    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["rehearse", "reset_rehearsal"])
def test_an_unknown_event_is_named_in_one_sentence(command, tmp_path):
    options = {"report": tmp_path} if command == "rehearse" else {}

    with pytest.raises(CommandError, match="There is no event “nowhere”; no event is loaded yet"):
        call_command(command, "nowhere", **options)


@pytest.mark.django_db
def test_a_server_that_is_away_leaves_nothing_behind(tmp_path):
    event = gather().event
    before = rows()

    with pytest.raises(CommandError, match="does not answer"):
        call_command("rehearse", event.slug, report=tmp_path, url="http://127.0.0.1:1")

    assert rows() == before


@pytest.mark.django_db
def test_a_server_that_does_not_start_leaves_its_reason_in_the_log(tmp_path, monkeypatch):
    event = gather().event
    before = rows()
    monkeypatch.setenv("QORGAU_SITEURL", "https://defense.example.org")

    with pytest.raises(CommandError, match=r"did not start: see .*server\.log"):
        call_command("rehearse", event.slug, report=tmp_path)

    assert rows() == before
    assert "QORGAU_SITEURL is not a setting" in (tmp_path / "server.log").read_text()


class KnowsNoCard(BaseHTTPRequestHandler):
    """What a server on another database answers to the cards of this one."""

    to_a_card = 410

    def do_GET(self) -> None:
        self.answer(200)

    def do_POST(self) -> None:
        self.answer(self.to_a_card)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class IsBroken(KnowsNoCard):
    to_a_card = 500


def rehearse_at(handler: type[BaseHTTPRequestHandler], event: Event, report: Path) -> None:
    """The command, against a server that answers as this one does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        try:
            url = f"http://127.0.0.1:{server.server_port}"
            call_command("rehearse", event.slug, report=report, url=url)
        finally:
            server.shutdown()


@pytest.mark.django_db
def test_a_server_with_another_database_leaves_no_rehearsal_behind(tmp_path):
    event = gather().event
    before = rows()

    with pytest.raises(CommandError, match="works on another database"):
        rehearse_at(KnowsNoCard, event, tmp_path)

    assert rows() == before


@pytest.mark.django_db
def test_a_rehearsal_that_breaks_off_says_how_to_take_it_back(tmp_path):
    event = gather().event
    before = rows()

    with pytest.raises(CommandError, match="answered 500. .* reset_rehearsal " + event.slug):
        rehearse_at(IsBroken, event, tmp_path)
    call_command("reset_rehearsal", event.slug, stdout=io.StringIO())

    assert rows() == before


@pytest.mark.django_db
def test_a_report_folder_that_cannot_be_written_stops_before_anything(tmp_path):
    event = gather().event
    taken = tmp_path / "taken"
    taken.write_text("a file")
    before = rows()

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("rehearse", event.slug, report=taken, url="http://127.0.0.1:1")

    assert rows() == before

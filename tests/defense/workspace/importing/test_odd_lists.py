"""500 spreadsheets, bad and odd: no fault, nothing half-written, preview and import agree, reasons in three languages."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from defense.event_file.reading import broken_rows, broken_rules
from defense.event_file.writing import dump_event
from defense.workspace.importing.plan import planned
from events.imports.fates import Answers, Fate
from events.imports.page import flaw_shown
from events.imports.reading import ReadList
from events.listed import listed
from events.models import Event, Upload
from events.spreadsheets import BadSpreadsheet, read_spreadsheet
from events.spreadsheets.headings import proposed
from tests.cast import as_organizer, gather
from tests.defense.workspace.importing.odd_lists import odd_list
from tests.defense.workspace.importing.test_pages import sent_from

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "kk", "ru")
MOST_SECONDS = 10
MOST_KNOWN = 10
MOST_BROUGHT = 16


def refusals(data, file, *, again=False):
    """What is refused of the whole file, or of its rows: row, column and reason, in the active language."""
    try:
        source = read_spreadsheet(data)
    except BadSpreadsheet as refusal:
        return [("", "", str(refusal))]
    reading = proposed(source.table, {})
    rows = listed(source.table, reading) if reading.has_names else []
    plan = planned(file, rows, Answers())
    found = ReadList(source, reading, rows, Answers())
    assert [each.row for each in plan.fates] == [each.row for each in rows]
    assert not [*broken_rules(plan.file), *broken_rows(plan.file, "")]
    assert not again or planned(file, rows, Answers()) == plan
    return [
        (flaw.row, flaw_shown(found, flaw).place, flaw.sentence)
        for each in plan.of(Fate.REFUSED)
        for flaw in each.flaws
    ]


@pytest.mark.once("reads and plans; the database only gives the event")
def test_500_lists_are_planned_without_a_fault_and_refused_in_three_languages():
    """A list is planned in the other languages too when it is refused for a reason that none before it was."""
    file = dump_event(gather().event)
    refused, slowest = 0, 0.0
    known: set[tuple[bool, str]] = set()
    for number in range(500):
        data, began = odd_list(number), time.process_time()
        english = refusals(data, file, again=number % 5 == 0)
        slowest = max(slowest, time.process_time() - began)
        refused += len(english)
        kinds = {kind_of(each) for each in english}
        if not kinds <= known:
            check_other_languages(english, data, file)
        known |= kinds

    assert (refused > 500, len(known) > MOST_KNOWN) == (True, True)
    assert slowest < MOST_SECONDS


def kind_of(refusal):
    """Where it is told, a cell or the whole file, and its sentence without what it quotes and counts."""
    row, _place, sentence = refusal
    return bool(row), re.sub(r"“.*”|\d+", "", sentence)


def check_other_languages(english, data, file):
    said = [english]
    for language in LANGUAGES[1:]:
        with translation.override(language):
            said.append(refusals(data, file))
    assert len({len(each) for each in said}) == 1
    for told in zip(*said, strict=True):
        assert len({row for row, _place, _sentence in told}) == 1
        assert len({sentence for _row, _place, sentence in told}) == 3, told


@pytest.mark.once("an import writes by loading, which runs on both")
def test_what_the_page_shows_is_what_it_writes_and_nothing_else(client):
    """The same through the page: no answer but 200, 302 and 422, and the event is what was shown or what it was."""
    cast = gather()
    as_organizer(client, cast.olga)
    written, after = 0, dump_event(cast.event)
    for number in range(MOST_BROUGHT):
        before = after
        file = SimpleUploadedFile("list.xlsx", odd_list(number))
        answer = client.post(
            reverse("organizer:import_bring", args=[cast.event.slug]), {"file": file}
        )
        assert answer.status_code in (302, 422), number
        if answer.status_code == 422:
            continue
        looked = client.get(answer["Location"])
        assert looked.status_code == 200
        assert dump_event(Event.objects.get(pk=cast.event.pk)) == before
        look, upload = looked.context["look"], Upload.objects.latest("pk")
        client.post(
            reverse("organizer:import_write", args=[cast.event.slug, upload.pk]), sent_from(looked)
        )
        after = dump_event(Event.objects.get(pk=cast.event.pk))
        upload.refresh_from_db()
        assert (after == look.plan.file, after == before) == (
            (True, False) if upload.written_at else (after == look.plan.file, True)
        ), number
        written += upload.written_at is not None

    assert written > MOST_BROUGHT // 5

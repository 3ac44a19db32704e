"""A dry run lets everybody go on: an expert saves at the moment when it would hold the most locks."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.db import OperationalError, connection

from defense.event_file import loading
from events.models import AuditEntry, Rubric
from experts.models import ScoreSheet, Seat, SheetRevision
from experts.services.score_sheets import save_sheet
from projects.models import Defense
from tests.defense.event_file.database import every_row, load_bytes
from tests.defense.event_file.test_points_stay import a_day, as_bytes, load_document
from tests.experts.hall import pass_of
from tests.experts.services.test_score_sheets import operation
from tests.factories import DAY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="a database in memory has one connection; test_large_load measures a file",
    ),
]


def save_in_another_connection() -> str:
    """What becomes of a save that waits for no lock longer than half a second."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        seat, defense = Seat.objects.get(), Defense.objects.get(project__number=1)
        keys = Rubric.objects.get().criterion_set.values_list("key", flat=True)
        sent = operation(points=dict.fromkeys(keys, Decimal(5)))
        assignment = ScoreSheet(seat=seat, defense=defense).assignment
        return str(save_sheet(assignment, operation=sent, held=pass_of(seat), at=DAY).status)
    except OperationalError as error:
        return str(error).partition("\n")[0]
    finally:
        connection.close()


def dry_run_with_a_save() -> str:
    """What became of a save at the end of a dry run, which has written its line by then."""
    document = a_day(keys=True)
    load_document(document)
    document["people"][0]["organisation"] = "Elsewhere"
    document["projects"][0]["topic"] = "Another topic"
    said: list[str] = []

    def save_after_the_line(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('UPDATE "events_audithead"') and not said:
            with ThreadPoolExecutor(1) as other:
                said.append(other.submit(save_in_another_connection).result())
        return result

    with connection.execute_wrapper(save_after_the_line):
        outcome = load_bytes(as_bytes(document), dry_run=True)
    assert outcome.has_changed
    return said[0]


def test_an_expert_saves_while_a_file_is_tried_out():
    assert dry_run_with_a_save() == "applied"
    assert SheetRevision.objects.count() == 1
    assert AuditEntry.objects.filter(verb="event.loaded").count() == 1


def test_without_the_copy_the_save_would_wait(monkeypatch):
    monkeypatch.setattr(loading, "on_a_private_copy", lambda apps: nullcontext())

    assert "lock timeout" in dry_run_with_a_save()


def test_a_dry_run_leaves_every_row_and_says_what_the_load_says():
    document = a_day(keys=True)
    load_document(document)
    document["people"].append({"key": "new", "name": "New Comer"})
    before = every_row()

    tried = load_bytes(as_bytes(document), dry_run=True)

    assert every_row() == before
    assert [str(each) for each in tried.changes] == load_document(document)

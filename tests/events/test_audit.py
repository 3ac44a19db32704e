"""The audit log tells where it was tampered with, even by somebody who can write to the database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from events.covered import Cover, hash_of_row
from events.models import AuditEntry, AuditHead
from tests.factories import DAY, EventFactory

LINES = 6
EVERY_LINE = range(1, LINES + 1)


@pytest.fixture
def event(db):
    event = EventFactory(slug="day")
    for number in EVERY_LINE:
        AuditEntry.write(event, "test", "test.done", f"sheet:{number}", {"revision": 1})
    return event


@pytest.fixture
def unguarded(event):
    """The event's lines without the triggers that refuse every edit; the test's end rolls that back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_stays")
            cursor.execute("DROP TRIGGER audit_goes")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE events_auditentry DISABLE TRIGGER USER")
    return AuditEntry.objects.filter(event=event)


def test_a_log_as_it_was_written_is_unbroken(event):
    assert AuditEntry.first_broken(event) is None


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_edit_a_line(event, act):
    lines = AuditEntry.objects.filter(event=event, number=3)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        lines.update(actor="nobody") if act == "update" else lines.delete()


@pytest.mark.parametrize("number", EVERY_LINE)
@pytest.mark.parametrize(
    "change",
    [
        {"actor": "other"},
        {"verb": "x"},
        {"subject": "sheet:9"},
        {"details": {"revision": 2}},
        {"at": DAY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_line_is_named(event, unguarded, number, change):
    unguarded.filter(number=number).update(**change)

    assert AuditEntry.first_broken(event) == number


@pytest.mark.parametrize("number", EVERY_LINE)
def test_a_removed_line_is_named_and_so_is_the_lost_end(event, unguarded, number):
    unguarded.filter(number=number).delete()

    assert AuditEntry.first_broken(event) == number


@pytest.mark.parametrize("number", EVERY_LINE[:-1])
def test_a_removed_line_is_named_when_the_others_close_ranks(event, unguarded, number):
    unguarded.filter(number=number).delete()
    for later in range(number + 1, LINES + 1):
        unguarded.filter(number=later).update(number=F("number") - 1)
    AuditHead.objects.filter(event=event).update(number=LINES - 1)

    assert AuditEntry.first_broken(event) == number


@pytest.mark.parametrize("number", EVERY_LINE[:-1])
def test_two_lines_that_changed_places_are_named(event, unguarded, number):
    unguarded.filter(number=number).update(number=99)
    unguarded.filter(number=number + 1).update(number=number)
    unguarded.filter(number=99).update(number=number + 1)

    assert AuditEntry.first_broken(event) == number


@pytest.mark.parametrize("number", EVERY_LINE[:-1])
def test_an_end_that_was_cut_off_is_named_though_the_head_was_set_back(event, unguarded, number):
    last = unguarded.get(number=number)
    unguarded.filter(number__gt=number).delete()
    AuditHead.objects.filter(event=event).update(number=number, link=last.link)

    assert AuditEntry.first_broken(event) == number + 1


def test_the_log_of_one_event_is_not_that_of_another(event, unguarded):
    other = EventFactory()
    AuditEntry.write(other, "test", "score_sheet.saved", "sheet:1")
    AuditEntry.objects.filter(event=other).delete()
    AuditHead.objects.filter(event=other).delete()
    unguarded.update(event=other)
    AuditHead.objects.filter(event=event).update(event=other)

    assert AuditEntry.first_broken(other) == 1


def test_a_line_put_at_the_end_without_the_key_is_named(event, settings):
    key = settings.AUDIT_KEY
    settings.AUDIT_KEY = "the guess of somebody who can write to the database"
    AuditEntry.write(event, "test", "score_sheet.saved", "sheet:7")
    settings.AUDIT_KEY = key

    assert AuditEntry.first_broken(event) == LINES + 1


def test_another_secret_key_breaks_no_log(event, settings):
    settings.SECRET_KEY = "a new one, after the old one was seen by somebody"

    assert AuditEntry.first_broken(event) is None


def verify() -> str:
    told = StringIO()
    call_command("verify_audit", "day", stdout=told)
    return told.getvalue()


def test_the_command_prints_the_last_link(event):
    link = AuditEntry.objects.get(event=event, number=LINES).link

    said = verify().splitlines()
    assert said[0] == f"day: {LINES} lines, unbroken; last link {link}"
    # The event itself came without one.
    assert said[1].startswith("1 rows came before lines named them")


def test_an_emptied_log_is_broken_though_the_head_went_with_it(event, unguarded):
    unguarded.delete()
    AuditHead.objects.filter(event=event).delete()

    with pytest.raises(CommandError, match="The audit log of day has no line"):
        verify()


def test_the_command_names_the_broken_line(event, unguarded):
    unguarded.filter(number=4).update(actor="other")

    with pytest.raises(CommandError, match="The audit log of day is broken at line 4"):
        verify()


def test_a_column_that_comes_later_leaves_the_hashes_of_rows_until_it_says_something():
    cover, row = Cover("event"), {"name": "Aida", "note": ""}
    before = hash_of_row(cover, {"name": ""}, row)

    assert hash_of_row(cover, {"name": "", "note": ""}, row) == before
    assert hash_of_row(cover, {"name": "", "note": ""}, {**row, "note": "!"}) != before
    assert hash_of_row(cover, {"name": "", "note": ""}, {**row, "name": ""}) != before

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

GUARDS = {
    "events_auditentry": 2,
    "experts_scoresheet": 2,
    "experts_interest": 2,
    "experts_sheetrevision": 4,
}


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_guard_of_the_database_is_in_place():
    """SQLite rebuilds a table to alter it and forgets its triggers: a migration must put them back."""
    if connection.vendor == "sqlite":
        query = (
            "SELECT tbl_name, COUNT(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
        )
    else:
        query = (
            "SELECT event_object_table, COUNT(*) FROM information_schema.triggers "
            "GROUP BY event_object_table"
        )

    with connection.cursor() as cursor:
        cursor.execute(query)
        found = dict(cursor.fetchall())

    assert found == GUARDS

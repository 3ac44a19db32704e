from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from tests.house.guards import guards_of_database

# One of each keeps rows from being replaced on SQLite and from being emptied away on PostgreSQL.
GUARDS = {
    "events_auditentry": 3,
    "events_audithead": 1,
    "events_criterion": 1,
    "events_event": 1,
    "projects_defense": 2,
    "projects_supervisor": 2,
    "projects_teammember": 2,
    "experts_scoresheet": 8,
    "experts_interest": 10,
    "experts_seat": 2,
    "experts_sheetrevision": 5,
}


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_guard_of_the_database_is_in_place():
    assert Counter(table for table, _, _ in guards_of_database()) == GUARDS

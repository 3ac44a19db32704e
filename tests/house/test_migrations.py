from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from tests.house.guards import guards_of_database

GUARDS = {
    "events_auditentry": 2,
    "experts_scoresheet": 2,
    "experts_interest": 5,
    "experts_seat": 1,
    "experts_sheetrevision": 4,
}


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_guard_of_the_database_is_in_place():
    assert Counter(table for table, _, _ in guards_of_database()) == GUARDS

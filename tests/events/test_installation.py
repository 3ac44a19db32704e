"""The mark of an installation: it stays through restarts and backups, and is another in a fresh database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F

from events.installation import installation_mark

pytestmark = pytest.mark.django_db


def asked_anew() -> str:
    """As another process asks."""
    return installation_mark.__wrapped__()


def test_the_mark_stays_while_the_database_does_and_goes_with_it():
    before = asked_anew()
    rows = MigrationRecorder(connection).migration_qs
    rows.create(app="events", name="9999_a_later_one")
    later = asked_anew()
    rows.update(applied=F("applied") + timedelta(microseconds=1))

    assert (before, later) == (installation_mark(), installation_mark())
    assert asked_anew() != before

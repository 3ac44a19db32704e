"""A database that is in use is brought up to date with everything in it, on both engines.

A fresh database meets the migrations while its tables are empty and before the guards of the apps
above exist, so its being made proves nothing for one that has lived.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from diplomas.models import Diploma, Register
from events.models import AuditEntry, Event, Fact
from experts.models import Interest, SheetRevision
from projects.models import Project
from tests.defense.event_file.database import every_row, load
from tests.house.guards import guards_of_database
from tests.house.scene import set_scene

# What the first release left behind. Migrations that came later are tried from here.
FIRST_RELEASE = [
    ("events", "0003_audit_head_seal"),
    ("projects", "0001_projects_and_defenses"),
    ("experts", "0002_recusal_and_lock_guards"),
    ("diplomas", "0001_diplomas_and_jobs"),
]


@pytest.fixture
def lived_in(transactional_db: None) -> Iterator[None]:
    load()
    set_scene()
    last = max(Diploma.objects.values_list("sequence", flat=True))
    Register.objects.create(pk=1, year=2018, last=last)  # as the migration that made it counts
    Project.objects.update(key="")  # which the first release did not know
    # It kept labelled notes before the others.
    Fact.objects.filter(topic=Fact.Topic.NOTES).order_by("order").last().delete()
    assert all(model.objects.exists() for model in (AuditEntry, Interest, SheetRevision, Diploma))
    yield
    migrate_to(newest())


def newest() -> list[tuple[str, str]]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def migrate_to(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


def rows_that_were_known() -> dict[str, list[dict[str, Any]]]:
    """Every row; supervisors and tablets, which had no rows of their own, without their ids."""
    rows = every_row()
    for row in [*rows["projects.Supervisor"], *rows["events.Enrolment"]]:
        del row["id"]
    return rows


def first_broken_lines() -> list[int | None]:
    """By event; where nothing was logged asking makes the head of an empty log."""
    return [AuditEntry.first_broken(event) for event in Event.objects.order_by("pk")]


def test_a_database_that_has_lived_since_the_first_release_comes_up_to_date(lived_in):
    broken = first_broken_lines()
    before = rows_that_were_known(), guards_of_database()

    migrate_to(FIRST_RELEASE)
    migrate_to(newest())

    rows, guards = rows_that_were_known(), guards_of_database()
    assert {label: each for label, each in rows.items() if each != before[0][label]} == {}
    assert guards == before[1]
    assert first_broken_lines() == broken

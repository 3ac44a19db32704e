"""A database that is in use is brought up to date with everything in it, on both engines.

A fresh database meets the migrations while its tables are empty and before the guards of the apps
above exist, so its being made proves nothing for one that has lived.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from diplomas.models import Diploma, Register
from events.models import AuditEntry, Event, Fact
from experts.models import Interest, SheetRevision
from projects.models import Project
from tests.defense.event_file.database import every_row, load
from tests.house.guards import guards_of_database
from tests.house.scene import set_scene

Step = tuple[Operation, ProjectState, ProjectState]

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


def go_back_to(targets: list[tuple[str, str]]) -> None:
    """As Django goes back, but that the models of a state are made once and not twice: most of the way back is that."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _is_backwards in executor.migration_plan(targets)]
    steps = steps_of(executor, set(plan))
    for migration in plan:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            for operation, before, after in reversed(steps[migration]):
                operation.database_backwards(migration.app_label, editor, after, before)
        executor.recorder.record_unapplied(migration.app_label, migration.name)


def steps_of(executor: MigrationExecutor, going: set[Migration]) -> dict[Migration, list[Step]]:
    """The operations of each migration that goes, with the state before and the state after it."""
    state = executor.loader.project_state([])
    steps: dict[Migration, list[Step]] = {}
    for migration, _ in executor.migration_plan(newest(), clean_start=True):
        if migration not in going:
            state = migration.mutate_state(state, preserve=False)
            continue
        steps[migration] = []
        assert state.apps  # made here, and from here on only what an operation changes
        for operation in migration.operations:
            before, state = state, state.clone()
            operation.state_forwards(migration.app_label, state)
            steps[migration].append((operation, before, state))
    return steps


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

    go_back_to(FIRST_RELEASE)
    migrate_to(newest())

    rows, guards = rows_that_were_known(), guards_of_database()
    assert {label: each for label, each in rows.items() if each != before[0][label]} == {}
    assert guards == before[1]
    assert first_broken_lines() == broken

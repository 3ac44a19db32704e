"""The demo event in the database, and the whole database as plain rows."""

from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from defense.event_file import EventFile, read_event_file
from defense.event_file.loading import Outcome, load_event
from events.models import Event
from tests.defense.event_file.documents import Change, changed
from tests.factories import DAY
from tests.kept_rows import made_once

APPS = ("events", "projects", "experts", "diplomas")
WRITES = ("INSERT", "UPDATE", "DELETE")


def load(*changes: Change, dry_run: bool = False) -> Outcome:
    """Load the demo file after the changes."""
    return load_bytes(changed(*changes), dry_run=dry_run)


def load_bytes(data: bytes, *, dry_run: bool = False) -> Outcome:
    return load_event(read(data), actor="test", at=DAY, dry_run=dry_run)


@lru_cache(maxsize=8)
def read(data: bytes) -> EventFile:
    return read_event_file(data)


@made_once
def loaded() -> Event:
    """The demo event, for a test that begins with it; what a loading does is seen by `load`."""
    return load().event


def the_event() -> Event:
    return Event.objects.get(slug="shymkent-2019")


def every_row() -> dict[str, list[dict[str, Any]]]:
    """All rows of our apps as the database holds them, ids and audit log included."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        return {model._meta.label: _rows_of(cursor, model) for model in models}


def _rows_of(cursor: Any, model: type[Model]) -> list[dict[str, Any]]:
    key = model._meta.pk.column
    cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY "{key}"')
    columns = [each[0] for each in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def lines_of(outcome: Outcome) -> list[str]:
    return [str(change) for change in outcome.changes]


def writes_in(queries: CaptureQueriesContext) -> list[str]:
    # Many at once are captured as “2 times: UPDATE …”.
    statements = [query["sql"].split(" times: ")[-1] for query in queries.captured_queries]
    return [statement for statement in statements if statement.startswith(WRITES)]

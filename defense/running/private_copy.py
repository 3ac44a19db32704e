"""A copy of the database for one thread, to try something out while others write to the database itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import AutoField


@contextmanager
def on_a_private_copy(labels: Sequence[str]) -> Iterator[None]:
    """Queries of this thread go to a copy of the tables of these apps, which is forgotten afterwards.

    Making it reads, and neither locks a row nor waits for one. On SQLite it is a database in memory, but
    within a transaction there is none: what is being written to by its own reader cannot be copied.
    On PostgreSQL they are temporary tables of the same names, which the connection finds first; they have
    the keys and checks of the tables, and not their triggers.
    """
    is_sqlite = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
    with _in_memory() if is_sqlite else _in_temporary_tables(labels):
        yield


@contextmanager
def _in_memory() -> Iterator[None]:
    original = connections[DEFAULT_DB_ALIAS]
    if original.in_atomic_block:
        yield
        return
    original.ensure_connection()
    copy = original.copy()
    copy.settings_dict["NAME"] = ":memory:"
    copy.ensure_connection()
    original.connection.backup(copy.connection)
    connections[DEFAULT_DB_ALIAS] = copy
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = original
        copy.connection.close()


@contextmanager
def _in_temporary_tables(labels: Sequence[str]) -> Iterator[None]:
    connection = connections[DEFAULT_DB_ALIAS]
    is_outermost = not connection.in_atomic_block
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # one moment for all tables
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        for model in models:
            _copy_table(cursor, schema, model._meta.db_table)
            if isinstance(model._meta.pk, AutoField):
                _go_on_counting(cursor, model._meta.db_table)
        yield
        transaction.set_rollback(True)


def _copy_table(cursor: Any, schema: str, table: str) -> None:
    cursor.execute(
        f"CREATE TEMP TABLE {table} (LIKE {schema}.{table} INCLUDING ALL) ON COMMIT DROP"
    )
    cursor.execute(f"INSERT INTO pg_temp.{table} SELECT * FROM {schema}.{table}")  # noqa: S608 - names of ours


def _go_on_counting(cursor: Any, table: str) -> None:
    """New rows are numbered after those that are there."""
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('pg_temp.{table}', 'id'), max(id)) "  # noqa: S608 - names of ours
        f"FROM pg_temp.{table} HAVING max(id) IS NOT NULL"
    )

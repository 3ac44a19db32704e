"""A copy of the database for one thread, to try something out while others write to the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def on_a_private_copy() -> Iterator[None]:
    """Queries of this thread go to a copy in memory, which is forgotten afterwards.

    Making it reads the file and locks nobody out. Within a transaction there is none, since a database
    that is being written to by its own reader cannot be copied; nor on PostgreSQL, where a transaction
    that is taken back holds rows and not the whole database.
    """
    original = connections[DEFAULT_DB_ALIAS]
    if original.vendor != "sqlite" or original.in_atomic_block:
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

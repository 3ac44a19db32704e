"""The triggers that keep fairness a fact of the database."""

from django.db import connection

ON_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
# One row for each act of a trigger: the bits of its type are insert, delete, update and truncate.
ON_POSTGRESQL = """
    SELECT tgrelid::regclass::text, tgname, act || ' ' || pg_get_triggerdef(pg_trigger.oid)
    FROM pg_trigger JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE'), (32, 'TRUNCATE'))
      AS acts (bit, act) ON tgtype & bit <> 0
    WHERE NOT tgisinternal ORDER BY tgname, act
"""


def guards_of_database() -> list[tuple[str, str, str]]:
    """Table, name and definition of every trigger; PostgreSQL tells one for each act."""
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)
        return cursor.fetchall()

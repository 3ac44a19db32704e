"""The triggers that keep fairness a fact of the database."""

from django.db import connection

ON_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
ON_POSTGRESQL = """
    SELECT event_object_table, trigger_name, event_manipulation || ' ' || action_statement
    FROM information_schema.triggers ORDER BY trigger_name, event_manipulation
"""


def guards_of_database() -> list[tuple[str, str, str]]:
    """Table, name and definition of every trigger; PostgreSQL tells one for each act."""
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)
        return cursor.fetchall()

"""SQLite as in production, whose tables can be emptied between two tests.

The triggers that keep rows append-only refuse the DELETE that Django empties tables with, so they
step aside for it. PostgreSQL needs nothing: TRUNCATE passes row triggers by.
"""

from django.db.backends.sqlite3 import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        emptying = super().sql_flush(
            style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
        return [
            *(f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers),
            *emptying,
            *(sql for _, sql in triggers),
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

"""PostgreSQL as in production, whose tables can be emptied between two tests.

The triggers that refuse TRUNCATE step aside for the one that Django empties tables with.
"""

from django.db.backends.postgresql import base

from tests.kept_tables import to_be_emptied

REFUSING = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgtype & 32 <> 0"


class DatabaseOperations(base.DatabaseWrapper.ops_class):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        with self.connection.cursor() as cursor:
            cursor.execute(REFUSING)
            triggers = cursor.fetchall()
        emptying = super().sql_flush(
            style,
            to_be_emptied(tables),
            reset_sequences=reset_sequences,
            allow_cascade=allow_cascade,
        )
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in triggers),
            *emptying,
            *(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in triggers),
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

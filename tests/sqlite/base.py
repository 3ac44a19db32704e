"""SQLite as in production, whose tables can be emptied between two tests.

The triggers that keep rows append-only refuse the DELETE that Django empties tables with, so they
step aside for it; those of other acts are not asked.
"""

from defense.running.sqlite import base
from tests.kept_tables import to_be_emptied
from tests.sqlite.creation import DatabaseCreation


class DatabaseOperations(base.DatabaseWrapper.ops_class):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        triggers = [
            (name, definition)
            for name, definition in base.triggers_of(self.connection)
            if " DELETE ON " in definition
        ]
        emptying = super().sql_flush(
            style,
            to_be_emptied(tables),
            reset_sequences=reset_sequences,
            allow_cascade=allow_cascade,
        )
        return [
            *(f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers),
            *emptying,
            *(definition for _, definition in triggers),
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations

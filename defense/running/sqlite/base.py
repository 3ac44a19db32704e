"""Django's SQLite backend, for a database whose rows are guarded by triggers.

To alter a table Django makes a new one, copies the rows and gives it the old one's name. SQLite drops
the old table's triggers with it, and refuses the name while a trigger of any table speaks of it. So
all triggers are taken off before, and put back after.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3 import base, schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, *args: Any, **kwargs: Any) -> None:
        triggers = triggers_of(self.connection)
        for name, _ in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", params=None)
        super()._remake_table(*args, **kwargs)  # type: ignore[misc]  # private, so not in the stubs
        for _, definition in triggers:
            self.execute(definition, params=None)


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor


def triggers_of(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Name and definition of every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return list(cursor)

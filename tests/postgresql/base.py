"""PostgreSQL as in production, whose tables can be emptied between two tests.

Most tables are empty then, and to truncate one that is costs as much as any: what has rows is emptied by
DELETE, and the triggers that refuse it, like those of the foreign keys, step aside.
"""

from django.db.backends.postgresql import base

from tests.kept_tables import to_be_emptied


class DatabaseOperations(base.DatabaseWrapper.ops_class):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        names = [self.quote_name(table) for table in to_be_emptied(tables)]
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in self.filled(names)),
            "SET LOCAL session_replication_role = DEFAULT",
        ]

    def filled(self, names):
        asked = ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}")
            return [
                name for name, has_rows in zip(names, cursor.fetchone(), strict=True) if has_rows
            ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

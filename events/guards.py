"""Triggers that refuse an act on a row, whoever holds the connection; for migrations, on both engines.

What a merged migration made of this stays as it is: add here, change nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import migrations

SQLITE: Final = "sqlite"
NO_MODELS: Final[Any] = None


@dataclass(frozen=True)
class Guard:
    """Refuses an act on the rows of a table that meet a condition on OLD and NEW."""

    name: str
    table: str
    act: str
    condition: str
    said: str

    def making(self, vendor: str) -> list[str]:
        if vendor == SQLITE:
            return [
                f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
                f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, 'refused: {self.said}'); END"
            ]
        row = "OLD" if self.act == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION 'refused: {self.said}' "
            f"USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def dropping(self, vendor: str) -> list[str]:
        if vendor == SQLITE:
            return [f"DROP TRIGGER {self.name}"]
        return [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"]


@dataclass(frozen=True)
class Key:
    """Columns that no two rows share, or no two of those that meet the condition on `{row}`."""

    columns: Sequence[str]
    condition: str = "1 = 1"

    def is_taken(self, table: str, *, besides: str) -> str:
        same = " AND ".join(f't."{name}" = NEW."{name}"' for name in self.columns)
        among = f"{self.condition.format(row='t')} AND {self.condition.format(row='NEW')}"
        return f"EXISTS (SELECT 1 FROM {table} t WHERE {besides} AND {same} AND {among})"  # noqa: S608 - names of ours


Keys = Mapping[str, Sequence[Key]]


def replacing(keys: Keys) -> Iterator[Guard]:
    """SQLite's `INSERT OR REPLACE` takes the row in its way without asking who refuses deletions."""
    for table, each in keys.items():
        taken = " OR ".join(key.is_taken(table, besides="1 = 1") for key in each)
        yield Guard(f"keep_{table}", table, "INSERT", taken, "UNIQUE, a row is not replaced")


def displacing(keys: Keys) -> Iterator[Guard]:
    """And so does its `UPDATE OR REPLACE`."""
    for table, each in keys.items():
        taken = " OR ".join(key.is_taken(table, besides="t.id <> OLD.id") for key in each)
        yield Guard(f"keep_{table}_update", table, "UPDATE", taken, "UNIQUE, a row is not replaced")


def emptying(table: str) -> str:
    """PostgreSQL's `TRUNCATE` asks no trigger of rows. `keep_rows` is made in experts/0006."""
    return (
        f"CREATE TRIGGER keep_{table} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()"
    )


class RunStatements(migrations.RunPython):
    """Makes no models of its time: they take most of the time of a migration, and no statement asks for one."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self.code(NO_MODELS, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        assert self.reverse_code
        self.reverse_code(NO_MODELS, schema_editor)


def guarding(guards: Sequence[Guard]) -> migrations.RunPython:
    def install(apps: Any, schema_editor: Any) -> None:
        for guard in guards:
            for statement in guard.making(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        for guard in guards:
            for statement in guard.dropping(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    return RunStatements(install, remove)


def keeping(keys: Keys, *, also_updated: Keys | None = None) -> migrations.RunPython:
    """No row of these tables is put in another's place or emptied away."""
    on_sqlite = [*replacing(keys), *displacing({**keys, **(also_updated or {})})]

    def install(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == SQLITE:
            statements = [each for guard in on_sqlite for each in guard.making(SQLITE)]
        else:
            statements = [emptying(table) for table in keys]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == SQLITE:
            statements = [each for guard in on_sqlite for each in guard.dropping(SQLITE)]
        else:
            statements = [f"DROP TRIGGER keep_{table} ON {table}" for table in keys]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    return RunStatements(install, remove)

"""Rows that decide who wins are neither put in another's place nor emptied away.

SQLite's `INSERT OR REPLACE` takes a row away without asking the triggers that refuse deletions, and
PostgreSQL's `TRUNCATE` asks those of rows not at all.
"""

from django.db import migrations

# Every way in which a row of the table is one of a kind.
KEYS = {
    "events_auditentry": [["id"], ["event_id", "number"]],
    "events_audithead": [["id"], ["event_id"]],
    "events_criterion": [["id"], ["rubric_id", "key"], ["rubric_id", "order"]],
    "projects_defense": [["id"], ["project_id"], ["run_item_id"]],
    "experts_interest": [["id"], ["seat_id", "project_id", "kind"]],
    "experts_scoresheet": [["id"], ["seat_id", "defense_id"]],
    "experts_sheetrevision": [["id"], ["op_id"], ["sheet_id", "number"]],
}


def same_row(table, keys):
    """The rows of the table that the new one would take the place of."""
    kinds = (" AND ".join(f'"{name}" = NEW."{name}"' for name in key) for key in keys)
    return f"SELECT 1 FROM {table} WHERE " + " OR ".join(f"({kind})" for kind in kinds)  # noqa: S608 - names of ours


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, keys in KEYS.items():
            schema_editor.execute(
                f"CREATE TRIGGER keep_{table} BEFORE INSERT ON {table} "
                f"WHEN EXISTS ({same_row(table, keys)}) "
                "BEGIN SELECT RAISE(ABORT, 'refused: UNIQUE, a row is not replaced'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'refused: not to be emptied' USING ERRCODE = 'check_violation'; END $$"
    )
    for table in KEYS:
        schema_editor.execute(
            f"CREATE TRIGGER keep_{table} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()"
        )


def remove(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table in KEYS:
        schema_editor.execute(f"DROP TRIGGER keep_{table}" + ("" if is_sqlite else f" ON {table}"))
    if not is_sqlite:
        schema_editor.execute("DROP FUNCTION keep_rows()")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_levels_of_a_criterion"),
        ("experts", "0005_result_stands_after_close"),
        ("projects", "0002_validators_of_columns"),
    ]

    operations = [migrations.RunPython(install, remove)]

"""Fairness as a fact of the database: what the services promise, no connection can break.

* A sheet that counts cannot exist while its seat is recused for the project.
* A recusal cannot come into force over a sheet that still counts: set it aside first.
* No revision is written while the event's scoring is closed, or to a sheet that is set aside.
* Revisions are never edited, and deleted only with a rehearsal.
"""

from django.db import migrations

RECUSED = """
  SELECT 1 FROM experts_interest i JOIN projects_defense d ON d.project_id = i.project_id
  WHERE i.seat_id = NEW.seat_id AND d.id = NEW.defense_id
    AND (i.outcome = 'recuse' OR (i.kind = 'supervisor' AND i.outcome = ''))
"""
COUNTING_SHEET = """
  SELECT 1 FROM experts_scoresheet s JOIN projects_defense d ON d.id = s.defense_id
  WHERE s.seat_id = NEW.seat_id AND d.project_id = NEW.project_id AND s.state <> 'set_aside'
"""
RECUSES = "(NEW.outcome = 'recuse' OR (NEW.kind = 'supervisor' AND NEW.outcome = ''))"
SET_ASIDE = "SELECT 1 FROM experts_scoresheet s WHERE s.id = NEW.sheet_id AND s.state = 'set_aside'"
EVENT_OF_SHEET = """
  SELECT 1 FROM experts_scoresheet s
  JOIN projects_defense d ON d.id = s.defense_id
  JOIN projects_project p ON p.id = d.project_id
  JOIN events_event e ON e.id = p.event_id
"""
CLOSED = f"{EVENT_OF_SHEET} WHERE s.id = NEW.sheet_id AND e.scoring_closed_at IS NOT NULL"
IN_REHEARSAL = f"{EVENT_OF_SHEET} WHERE s.id = OLD.sheet_id AND e.is_rehearsal"

# table, act, condition, what is said
RULES = [
    ("experts_scoresheet", "INSERT", f"NEW.state <> 'set_aside' AND EXISTS ({RECUSED})", "recused"),
    ("experts_scoresheet", "UPDATE", f"NEW.state <> 'set_aside' AND EXISTS ({RECUSED})", "recused"),
    ("experts_interest", "INSERT", f"{RECUSES} AND EXISTS ({COUNTING_SHEET})", "sheet counts"),
    ("experts_interest", "UPDATE", f"{RECUSES} AND EXISTS ({COUNTING_SHEET})", "sheet counts"),
    ("experts_sheetrevision", "INSERT", f"EXISTS ({SET_ASIDE})", "set aside"),
    ("experts_sheetrevision", "INSERT", f"EXISTS ({CLOSED})", "scoring closed"),
    ("experts_sheetrevision", "UPDATE", "1 = 1", "append-only"),
    ("experts_sheetrevision", "DELETE", f"NOT EXISTS ({IN_REHEARSAL})", "append-only"),
]


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for number, (table, act, condition, word) in enumerate(RULES, start=1):
        name = f"guard_{number}_{table}_{act.lower()}"
        for statement in statements(vendor, name, table, act, condition, word):
            schema_editor.execute(statement)


def statements(vendor, name, table, act, condition, word):
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {word}'); END"
        ]
    row = "OLD" if act == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'refused: {word}' USING ERRCODE = 'check_violation'; "
        f"END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for number, (table, act, _condition, _word) in enumerate(RULES, start=1):
        name = f"guard_{number}_{table}_{act.lower()}"
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_audit_is_append_only"),
        ("experts", "0001_panel_and_sheets"),
        ("projects", "0001_projects_and_defenses"),
    ]

    operations = [migrations.RunPython(install, remove)]

"""While the scoring of an event is closed nobody becomes recused or is no longer, and no seat goes."""

from django.db import migrations

CLOSED_OF = """EXISTS (SELECT 1 FROM projects_project p JOIN events_event e ON e.id = p.event_id
  WHERE p.id = {row}.project_id AND e.scoring_closed_at IS NOT NULL)"""
RECUSES = "({row}.outcome = 'recuse' OR ({row}.kind = 'supervisor' AND {row}.outcome = ''))"
CLOSED_OF_SEAT = """EXISTS (SELECT 1 FROM experts_panel p JOIN events_room r ON r.id = p.room_id
  JOIN events_event e ON e.id = r.event_id
  WHERE p.id = OLD.panel_id AND e.scoring_closed_at IS NOT NULL)"""
MOVED = """(NEW.seat_id <> OLD.seat_id OR NEW.project_id <> OLD.project_id
  OR NEW.outcome <> OLD.outcome OR NEW.kind <> OLD.kind)"""

# table, act, condition
RULES = [
    (
        "experts_interest",
        "INSERT",
        RECUSES.format(row="NEW") + " AND " + CLOSED_OF.format(row="NEW"),
    ),
    ("experts_interest", "UPDATE", f"{MOVED} AND {CLOSED_OF.format(row='OLD')}"),
    (
        "experts_interest",
        "DELETE",
        RECUSES.format(row="OLD") + " AND " + CLOSED_OF.format(row="OLD"),
    ),
    ("experts_seat", "DELETE", CLOSED_OF_SEAT),
]


def install(apps, schema_editor):
    for table, act, condition in RULES:
        for statement in statements(schema_editor.connection.vendor, table, act, condition):
            schema_editor.execute(statement)


def statements(vendor, table, act, condition):
    name = name_of(table, act)
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
            "BEGIN SELECT RAISE(ABORT, 'refused: scoring closed'); END"
        ]
    row = "OLD" if act == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'refused: scoring closed' "
        f"USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def name_of(table, act):
    return f"guard_closed_{table}_{act.lower()}"


def remove(apps, schema_editor):
    for table, act, _condition in RULES:
        name = name_of(table, act)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("experts", "0004_reason_of_a_decision")]

    operations = [migrations.RunPython(install, remove)]

"""A sheet stays at its seat and defense, a defense with sheets keeps its project, a locked rule stays."""

from django.db import migrations

HAS_SHEETS = "EXISTS (SELECT 1 FROM experts_scoresheet s WHERE s.defense_id = OLD.id)"
# name, table, condition, what is said
RULES = [
    (
        "sheet_stays",
        "experts_scoresheet",
        "NEW.id <> OLD.id OR NEW.seat_id <> OLD.seat_id OR NEW.defense_id <> OLD.defense_id "
        "OR NEW.revision < OLD.revision OR (OLD.state = 'submitted' AND NEW.state = 'draft')",
        "a sheet stays",
    ),
    (
        "defense_keeps_project",
        "projects_defense",
        f"(NEW.id <> OLD.id OR NEW.project_id <> OLD.project_id) AND {HAS_SHEETS}",
        "the defense has sheets",
    ),
    (
        "rule_stays",
        "events_event",
        "NEW.scoring_rule <> OLD.scoring_rule AND OLD.rule_locked_at IS NOT NULL",
        "the rule is locked",
    ),
]


def install(apps, schema_editor):
    for name, table, condition, word in RULES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {word}'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} "
            f"THEN RAISE EXCEPTION 'refused: {word}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps, schema_editor):
    for name, table, _condition, _word in RULES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("experts", "0006_rows_are_not_replaced")]

    operations = [migrations.RunPython(install, remove)]

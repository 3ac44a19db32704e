"""A diploma that could not be made is revoked as a ready one is; nothing else of its way changes."""

from importlib import import_module

from django.db import migrations

from events.guards import Guard

STAYS = import_module("diplomas.migrations.0010_endings_stay")
[BEFORE] = [each for each in STAYS.GUARDS if each.name == "diploma_moves"]

FAILED = """(OLD.state = 'pending' AND EXISTS (
  SELECT 1 FROM diplomas_renderjob j WHERE j.diploma_id = OLD.id AND j.state = 'failed'))"""
REVOKED_NOW = f"NEW.state = 'revoked' AND (OLD.state = 'ready' OR {FAILED})"
FORWARD = f"{STAYS.FORWARD} OR ({REVOKED_NOW})"
MOVED = f"NEW.state <> OLD.state AND NOT ({FORWARD})"
REVOKED_BADLY = f"""(({REVOKED_NOW}) AND NOT ({STAYS.SAID_WHY}))
  OR (NOT ({REVOKED_NOW}) AND ({STAYS.REWORDED}))"""

AFTER = Guard(
    BEFORE.name,
    BEFORE.table,
    BEFORE.act,
    f"({STAYS.RENUMBERED} OR ({MOVED}) OR {REVOKED_BADLY} OR {STAYS.LED_ASTRAY})",
    BEFORE.said,
)


def exchange(schema_editor, old, new):
    vendor = schema_editor.connection.vendor
    for statement in (*old.dropping(vendor), *new.making(vendor)):
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    exchange(schema_editor, BEFORE, AFTER)


def refuse(apps, schema_editor):
    exchange(schema_editor, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0011_handing_over")]

    operations = [migrations.RunPython(allow, refuse)]

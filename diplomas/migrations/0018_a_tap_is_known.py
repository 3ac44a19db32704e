"""The id that a device gave to a tap at the table, by which the very tap is known again."""

from importlib import import_module

from django.db import migrations, models

from events.guards import SQLITE, Key, RunStatements, displacing, replacing

BEFORE = import_module("diplomas.migrations.0011_handing_over").KEPT
AFTER = {table: [*keys, Key(["op_id"])] for table, keys in BEFORE.items()}


def exchange(schema_editor, old, new):
    """Only SQLite's triggers name the keys."""
    if schema_editor.connection.vendor != SQLITE:
        return
    going = [*replacing(old), *displacing(old)]
    coming = [*replacing(new), *displacing(new)]
    statements = [said for guard in going for said in guard.dropping(SQLITE)]
    statements += [said for guard in coming for said in guard.making(SQLITE)]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def keep_taps(apps, schema_editor):
    exchange(schema_editor, BEFORE, AFTER)


def keep_as_before(apps, schema_editor):
    exchange(schema_editor, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0017_what_a_wording_prints")]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="op_id",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        # With a condition it is an index of its own: a table made anew would lose its triggers on SQLite.
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("op_id__isnull", False)),
                fields=("op_id",),
                name="tap_noted_once",
            ),
        ),
        RunStatements(keep_taps, keep_as_before),
    ]

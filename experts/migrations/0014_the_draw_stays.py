"""The record of a draw is append-only; a rehearsal takes its own away.

Here and not with its table, since the function that refuses to empty a table came with the score sheets.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

TABLE = "projects_drawstep"
GUARDS = [
    Guard("draw_step_changes", TABLE, "UPDATE", "1 = 1", "append-only"),
    Guard("draw_step_goes", TABLE, "DELETE", "NOT OLD.is_rehearsal", "append-only"),
]
KEYS = {TABLE: [Key(["id"]), Key(["room_id", "number"]), Key(["takes_back_id"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0013_minimum_of_sheets_stays"),
        ("projects", "0005_record_of_the_draw"),
    ]

    operations = [guarding(GUARDS), keeping(KEYS)]

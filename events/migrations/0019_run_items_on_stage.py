"""The hour a line of the run of show is planned for, and whether it was skipped; one is on stage at most.

What a line may not be is a guard and no check: SQLite makes a table anew for a check, without the guards
that stand on it.
"""

import events.values
from django.db import migrations, models

from events.guards import Guard, Key, guarding

NOT_BEGUN = "NEW.ended_at IS NOT NULL AND (NEW.started_at IS NULL OR NEW.started_at > NEW.ended_at)"
SKIPPED = "NEW.skipped_at IS NOT NULL AND NEW.started_at IS NOT NULL"
GUARDS = [
    Guard(f"run_item_{name}_{act.lower()}", "events_runitem", act, condition, said)
    for name, condition, said in [
        ("ends", NOT_BEGUN, "over before it began"),
        ("skips", SKIPPED, "skipped and begun"),
    ]
    for act in ("INSERT", "UPDATE")
]
# SQLite's `INSERT OR REPLACE` would take away the line that is on stage.
ON_STAGE = Key(["room_id"], "{row}.started_at IS NOT NULL AND {row}.ended_at IS NULL")
GUARDS += [
    Guard(
        f"run_item_on_stage_{act.lower()}",
        "events_runitem",
        act,
        ON_STAGE.is_taken("events_runitem", besides=besides),
        "UNIQUE, one line is on stage",
    )
    for act, besides in (("INSERT", "1 = 1"), ("UPDATE", "t.id <> OLD.id"))
]


class Migration(migrations.Migration):
    dependencies = [("events", "0018_uploads")]

    operations = [
        migrations.AddField(
            model_name="runitem",
            name="planned_at",
            field=models.TimeField(blank=True, null=True, validators=[events.values.Hour()]),
        ),
        migrations.AddField(
            model_name="runitem",
            name="skipped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="runitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("started_at__isnull", False)),
                fields=("room",),
                name="one_run_item_on_stage",
            ),
        ),
        guarding(GUARDS),
    ]

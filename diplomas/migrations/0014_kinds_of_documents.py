"""A document is of a kind, and a person has one current document of each; whoever did not complete the course.

The column is put beside the others: SQLite would build the table anew, without what guards it.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.guards import SQLITE, Guard, Key, displacing, guarding, replacing

DIPLOMA = "diplomas_diploma"
KINDS = ("diploma", "certificate", "supervisor", "expert", "award")
CHOICES = [
    ("diploma", "diploma"),
    ("certificate", "certificate"),
    ("supervisor", "letter of thanks to a supervisor"),
    ("expert", "letter of thanks to an expert"),
    ("award", "award of the day"),
]
OF_A_KIND = ", ".join(f"'{kind}'" for kind in KINDS)
BEFORE = import_module("diplomas.migrations.0006_a_diploma_stays").KEPT
CURRENT = "{row}.state IN ('pending', 'ready')"
AFTER = {
    DIPLOMA: [
        *(key for key in BEFORE[DIPLOMA] if list(key.columns) != ["person_id"]),
        Key(["person_id", "kind"], CURRENT),
    ]
}
GUARDS = [
    Guard(
        "diploma_is_of_a_kind",
        DIPLOMA,
        "INSERT",
        f"NEW.kind NOT IN ({OF_A_KIND})",
        "a diploma is of a kind",
    ),
    Guard("diploma_kind_stays", DIPLOMA, "UPDATE", "NEW.kind <> OLD.kind", "a diploma stays"),
    Guard(
        "ending_is_of_a_kind",
        "diplomas_ending",
        "INSERT",
        """EXISTS (SELECT 1 FROM diplomas_diploma d JOIN diplomas_diploma s ON s.id = NEW.successor_id
  WHERE d.id = NEW.diploma_id AND d.kind <> s.kind)""",
        "a diploma is replaced by one of its kind",
    ),
]


def exchange(schema_editor, old, new):
    """On PostgreSQL nothing stands in another's place."""
    if schema_editor.connection.vendor != SQLITE:
        return
    dropped = [
        each for guard in (*replacing(old), *displacing(old)) for each in guard.dropping(SQLITE)
    ]
    made = [each for guard in (*replacing(new), *displacing(new)) for each in guard.making(SQLITE)]
    for statement in (*dropped, *made):
        schema_editor.execute(statement, params=None)


def keep_by_kind(apps, schema_editor):
    exchange(schema_editor, BEFORE, AFTER)


def keep_as_before(apps, schema_editor):
    exchange(schema_editor, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0013_files_of_many"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {DIPLOMA} ADD COLUMN kind varchar(12) NOT NULL DEFAULT 'diploma'",
            reverse_sql=f"ALTER TABLE {DIPLOMA} DROP COLUMN kind",
            state_operations=[
                migrations.AddField(
                    model_name="diploma",
                    name="kind",
                    field=models.CharField(choices=CHOICES, default="diploma", max_length=12),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="diploma", name="one_current_diploma_per_person"),
        migrations.AddConstraint(
            model_name="diploma",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["pending", "ready"])),
                fields=("person", "kind"),
                name="one_current_diploma_of_a_kind",
            ),
        ),
        migrations.RunPython(keep_by_kind, keep_as_before),
        guarding(GUARDS),
        migrations.CreateModel(
            name="Unfinished",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="events.person"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]

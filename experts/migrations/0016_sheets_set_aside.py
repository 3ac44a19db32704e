"""Why a sheet was set aside by the secretary; while the scoring is closed it stays so, or stays given."""

import django.db.models.deletion
import events.values
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_setaside"
CLOSED = """EXISTS (SELECT 1 FROM experts_scoresheet s JOIN projects_defense d ON d.id = s.defense_id
  JOIN projects_project p ON p.id = d.project_id JOIN events_event e ON e.id = p.event_id
  WHERE s.id = {row}.sheet_id AND e.scoring_closed_at IS NOT NULL AND NOT e.is_rehearsal)"""
GUARDS = [
    Guard("set_aside_closed_insert", TABLE, "INSERT", CLOSED.format(row="NEW"), "scoring closed"),
    Guard("set_aside_closed_delete", TABLE, "DELETE", CLOSED.format(row="OLD"), "scoring closed"),
    Guard("set_aside_changes", TABLE, "UPDATE", "1 = 1", "a reason stays as it was given"),
]
KEYS = {TABLE: [Key(["id"]), Key(["sheet_id"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0015_presence"),
    ]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("at", models.DateTimeField()),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.scoresheet"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sheets set aside",
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

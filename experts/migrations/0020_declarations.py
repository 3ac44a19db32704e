"""What an expert agreed to before the first points; it is not changed, and stands while the scoring is closed."""

import django.db.models.deletion
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_declaration"
CLOSED = """EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panel p ON p.id = s.panel_id
  JOIN events_room r ON r.id = p.room_id JOIN events_event e ON e.id = r.event_id
  WHERE s.id = OLD.seat_id AND e.scoring_closed_at IS NOT NULL)"""
GUARDS = [
    Guard("declaration_changes", TABLE, "UPDATE", "1 = 1", "a declaration stays as it was made"),
    Guard("declaration_closed_delete", TABLE, "DELETE", CLOSED, "scoring closed"),
]
KEYS = {TABLE: [Key(["id"]), Key(["seat_id"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0028_declaration_of_the_experts"),
        ("experts", "0019_keys_and_signatures_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rules_read", models.BooleanField()),
                ("ties_declared", models.BooleanField()),
                ("data_agreed", models.BooleanField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["seat"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("data_agreed", True), ("rules_read", True), ("ties_declared", True)
                        ),
                        name="a_declaration_is_whole",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

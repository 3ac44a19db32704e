"""How an expert was at a defense; while the scoring is closed it stands, as the result does."""

import django.db.models.deletion
import events.values
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_presence"
CLOSED = """EXISTS (SELECT 1 FROM projects_defense d
  JOIN projects_project p ON p.id = d.project_id JOIN events_event e ON e.id = p.event_id
  WHERE d.id = {row}.defense_id AND e.scoring_closed_at IS NOT NULL)"""
MOVED = "(NEW.seat_id <> OLD.seat_id OR NEW.defense_id <> OLD.defense_id)"
GUARDS = [
    *(
        Guard(
            f"presence_closed_{act.lower()}", TABLE, act, CLOSED.format(row=row), "scoring closed"
        )
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    Guard("presence_moves", TABLE, "UPDATE", MOVED, "a presence keeps its seat and its defense"),
]
KEYS = {TABLE: [Key(["id"]), Key(["seat_id", "defense_id", "is_rehearsal"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0014_the_draw_stays"),
        ("projects", "0005_record_of_the_draw"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("late", "late"), ("left", "left early"), ("absent", "absent")],
                        max_length=10,
                    ),
                ),
                (
                    "counts_reason",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "defense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.defense"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["defense", "seat"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "defense", "is_rehearsal"), name="presence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counts_reason", ""), ("kind", "absent"), _connector="OR"
                        ),
                        name="only_an_absent_sheet_is_let_count",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

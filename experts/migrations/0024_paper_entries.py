"""What two people read off a sheet of paper: one account alone makes no points of it.

* Nothing is stored that another account did not enter alike, for the same seat and defense.
* What was stored or confirmed stays; an entry keeps its seat, its defense and its person.
* None comes or changes while the scoring is closed, or in a rehearsal.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_paperentry"
NO_DAY = """EXISTS (SELECT 1 FROM projects_defense d
  JOIN projects_project p ON p.id = d.project_id JOIN events_event e ON e.id = p.event_id
  WHERE d.id = NEW.defense_id AND (e.scoring_closed_at IS NOT NULL OR e.is_rehearsal))"""
ALONE = """NEW.outcome <> '' AND NOT EXISTS (SELECT 1 FROM experts_paperentry o
  WHERE o.seat_id = NEW.seat_id AND o.defense_id = NEW.defense_id AND o.by_id <> NEW.by_id
    AND o.points = NEW.points AND (o.outcome = '' OR o.revision_id = NEW.revision_id))"""
ELSEWHERE = """NEW.outcome <> '' AND NOT EXISTS (SELECT 1 FROM experts_sheetrevision r
  JOIN experts_scoresheet s ON s.id = r.sheet_id WHERE r.id = NEW.revision_id
    AND s.seat_id = NEW.seat_id AND s.defense_id = NEW.defense_id)"""
MOVED = (
    """(NEW.seat_id <> OLD.seat_id OR NEW.defense_id <> OLD.defense_id OR NEW.by_id <> OLD.by_id)"""
)
DONE = "OLD.outcome <> ''"
GUARDS = [
    Guard("paper_day_insert", TABLE, "INSERT", NO_DAY, "scoring closed, or a rehearsal"),
    Guard("paper_day_update", TABLE, "UPDATE", NO_DAY, "scoring closed, or a rehearsal"),
    Guard("paper_alone_insert", TABLE, "INSERT", ALONE, "paper that one person entered"),
    Guard("paper_alone_update", TABLE, "UPDATE", ALONE, "paper that one person entered"),
    Guard("paper_elsewhere_insert", TABLE, "INSERT", ELSEWHERE, "a revision of another sheet"),
    Guard("paper_elsewhere_update", TABLE, "UPDATE", ELSEWHERE, "a revision of another sheet"),
    Guard("paper_moves", TABLE, "UPDATE", MOVED, "an entry keeps its sheet and its person"),
    Guard("paper_done_update", TABLE, "UPDATE", DONE, "append-only"),
    Guard("paper_done_delete", TABLE, "DELETE", DONE, "append-only"),
]
KEYS = {
    TABLE: [
        Key(["id"]),
        Key(["seat_id", "defense_id", "by_id"], "{row}.outcome = ''"),
        Key(["revision_id", "by_id"], "{row}.outcome = 'stored'"),
    ]
}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0023_calls_to_the_secretary"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rubric_version", models.PositiveIntegerField()),
                ("points", models.JSONField(default=dict)),
                ("comment", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waits for a second person"),
                            ("stored", "stored from paper"),
                            ("confirmed", "the sheet said the same"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "defense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.defense"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_paper",
                        to="experts.sheetrevision",
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
                "verbose_name_plural": "paper entries",
                "ordering": ["defense", "seat", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("seat", "defense", "by"),
                        name="paper_waits_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "stored")),
                        fields=("revision", "by"),
                        name="paper_of_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("revision", None)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("revision__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_names_its_revision",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

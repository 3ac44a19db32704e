"""Casting votes of the chair, and who was out of the room meanwhile: none while the scoring is open, and none is changed."""

import django.db.models.deletion
import events.values
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

VOTES, STEPS = "experts_castingvote", "experts_stepout"
OPEN = """EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id
  AND (e.scoring_closed_at IS NULL OR e.is_rehearsal <> NEW.is_rehearsal))"""
NO_CHAIR = """NOT EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panel p ON p.id = s.panel_id
  JOIN events_room r ON r.id = p.room_id
  WHERE s.id = NEW.seat_id AND r.event_id = NEW.event_id AND s.role IN ('chair', 'deputy'))"""
TIED = """EXISTS (SELECT 1 FROM experts_interest i JOIN experts_seat s ON s.id = i.seat_id
  JOIN experts_seat me ON me.person_id = s.person_id
  WHERE me.id = NEW.seat_id AND i.outcome IN ('', 'recuse')
    AND ',' || NEW.teams || ',' LIKE '%,' || i.project_id || ',%')"""
VOTE_CHANGES = """(OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL OR NEW.event_id <> OLD.event_id
  OR NEW.seat_id <> OLD.seat_id OR NEW.teams <> OLD.teams OR NEW."order" <> OLD."order"
  OR NEW.reason <> OLD.reason OR NEW.at <> OLD.at OR NEW.is_rehearsal <> OLD.is_rehearsal)"""
STEP_OPEN = """EXISTS (SELECT 1 FROM projects_project p JOIN events_event e ON e.id = p.event_id
  WHERE p.id = NEW.project_id AND (e.scoring_closed_at IS NULL OR e.is_rehearsal <> NEW.is_rehearsal))"""
STEP_STAYS = """EXISTS (SELECT 1 FROM projects_project p JOIN events_event e ON e.id = p.event_id
  WHERE p.id = OLD.project_id AND e.scoring_closed_at IS NOT NULL)"""
STEP_CHANGES = """(OLD.back_at IS NOT NULL OR NEW.back_at IS NULL OR NEW.seat_id <> OLD.seat_id
  OR NEW.project_id <> OLD.project_id OR NEW.out_at <> OLD.out_at
  OR NEW.is_rehearsal <> OLD.is_rehearsal)"""
KEPT = "NOT OLD.is_rehearsal"
GUARDS = [
    Guard("casting_open", VOTES, "INSERT", OPEN, "scoring open"),
    Guard(
        "casting_by_the_chair",
        VOTES,
        "INSERT",
        NO_CHAIR,
        "a casting vote of neither chair nor deputy",
    ),
    Guard("casting_of_the_tied", VOTES, "INSERT", TIED, "a casting vote on an own tie"),
    Guard("casting_changes", VOTES, "UPDATE", VOTE_CHANGES, "a casting vote is taken back alone"),
    Guard("casting_stays", VOTES, "DELETE", KEPT, "append-only"),
    Guard("step_out_open", STEPS, "INSERT", STEP_OPEN, "scoring open"),
    Guard("step_out_changes", STEPS, "UPDATE", STEP_CHANGES, "who stepped out comes back alone"),
    Guard("step_out_stays", STEPS, "DELETE", STEP_STAYS, "scoring closed"),
]
KEYS = {
    VOTES: [Key(["id"]), Key(["event_id", "teams", "is_rehearsal"], "{row}.taken_back_at IS NULL")],
    STEPS: [Key(["id"]), Key(["seat_id", "project_id", "is_rehearsal"], "{row}.back_at IS NULL")],
}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0035_versions_of_before"),
        ("experts", "0029_no_declaration_after_the_close"),
        ("projects", "0005_record_of_the_draw"),
    ]

    operations = [
        migrations.CreateModel(
            name="CastingVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("teams", models.TextField()),
                ("order", models.TextField(blank=True)),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
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
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("event", "teams", "is_rehearsal"),
                        name="one_casting_vote_stands",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StepOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("out_at", models.DateTimeField()),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.project"
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
                "ordering": ["out_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("back_at", None)),
                        fields=("seat", "project", "is_rehearsal"),
                        name="out_of_the_room_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back_at", None), ("back_at__gte", models.F("out_at")), _connector="OR"
                        ),
                        name="back_after_out",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

"""Notes of the deliberation: after the close and before the seal, by who leads and has no tie, and none is changed."""

import django.db.models.deletion
import events.values
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_deliberationnote"
OPEN = """EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id
  AND (e.scoring_closed_at IS NULL OR e.is_rehearsal <> NEW.is_rehearsal))"""
OF_ANOTHER_EVENT = """NEW.project_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_project p
  WHERE p.id = NEW.project_id AND p.event_id = NEW.event_id)"""
NO_LEAD = """NEW.seat_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM experts_seat s
  JOIN experts_panel p ON p.id = s.panel_id JOIN events_room r ON r.id = p.room_id
  WHERE s.id = NEW.seat_id AND r.event_id = NEW.event_id AND s.role IN ('chair', 'deputy')
    AND (NEW.project_id IS NULL OR EXISTS (SELECT 1 FROM projects_defense d
      JOIN events_runitem i ON i.id = d.run_item_id
      WHERE d.project_id = NEW.project_id AND i.room_id = r.id)))"""
TIED = """NEW.seat_id IS NOT NULL AND EXISTS (SELECT 1 FROM experts_interest i
  JOIN experts_seat s ON s.id = i.seat_id JOIN experts_seat me ON me.person_id = s.person_id
  WHERE me.id = NEW.seat_id AND i.outcome IN ('', 'recuse')
    AND (NEW.project_id IS NULL OR i.project_id = NEW.project_id))"""
SEALED = """EXISTS (SELECT 1 FROM experts_protocol t
  WHERE t.state = 'sealed' AND t.event_id = {row}.event_id)"""
GUARDS = [
    Guard("note_open", TABLE, "INSERT", OPEN, "scoring open"),
    Guard("note_of_the_event", TABLE, "INSERT", OF_ANOTHER_EVENT, "a team of another event"),
    Guard("note_by_who_leads", TABLE, "INSERT", NO_LEAD, "a note of neither chair nor deputy"),
    Guard("note_of_the_tied", TABLE, "INSERT", TIED, "a note on an own tie"),
    Guard("note_changes", TABLE, "UPDATE", "1 = 1", "append-only"),
    Guard("note_stays", TABLE, "DELETE", "NOT OLD.is_rehearsal", "append-only"),
    *(
        Guard(
            f"sealed_note_{act.lower()}",
            TABLE,
            act,
            SEALED.format(row=row),
            "the protocol is sealed",
        )
        for act, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0039_hours_for_queries"),
        ("experts", "0043_no_award_is_replaced"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliberationNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=2000, validators=[events.values.Words(longest=2000)]
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="projects.project",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.seat",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seat__isnull", False), ("user", None)),
                            models.Q(("seat", None), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_note_is_of_one_writer",
                    )
                ],
            },
        ),
        guarding(GUARDS),
        keeping({TABLE: [Key(["id"])]}),
    ]

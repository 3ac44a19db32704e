"""Second looks: asked for once a sheet while the scoring is open, kept by their expert alone, and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

ROUNDS, LOOKS = "experts_lookround", "experts_secondlook"
CLOSED = """EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id
  AND (e.scoring_closed_at IS NOT NULL OR e.is_rehearsal <> NEW.is_rehearsal))"""
CLOSED_SINCE = """EXISTS (SELECT 1 FROM experts_lookround r JOIN events_event e ON e.id = r.event_id
  WHERE r.id = NEW.round_id AND (e.scoring_closed_at IS NOT NULL OR e.is_rehearsal <> r.is_rehearsal))"""
NO_SHEET = """NOT EXISTS (SELECT 1 FROM experts_scoresheet s JOIN projects_defense d ON d.id = s.defense_id
  JOIN projects_project p ON p.id = d.project_id
  JOIN experts_lookround r ON r.event_id = p.event_id
  WHERE s.id = NEW.sheet_id AND s.state = 'submitted' AND s.revision = NEW.revision AND r.id = NEW.round_id)"""
LOOK_CHANGES = """(OLD.kept_at IS NOT NULL OR NEW.kept_at IS NULL OR NEW.round_id <> OLD.round_id
  OR NEW.sheet_id <> OLD.sheet_id OR NEW.revision <> OLD.revision)"""
LOOK_STAYS = """NOT EXISTS (SELECT 1 FROM experts_lookround r
  WHERE r.id = OLD.round_id AND r.is_rehearsal)"""
SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol t WHERE t.state = 'sealed' AND t.event_id = ({of}))"
)
OF_EVENT = {
    ROUNDS: "{row}.event_id",
    LOOKS: "SELECT r.event_id FROM experts_lookround r WHERE r.id = {row}.round_id",
}
ROWS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
GUARDS = [
    Guard("look_round_open", ROUNDS, "INSERT", CLOSED, "scoring closed"),
    Guard("look_round_changes", ROUNDS, "UPDATE", "1 = 1", "append-only"),
    Guard("look_round_stays", ROUNDS, "DELETE", "NOT OLD.is_rehearsal", "append-only"),
    Guard("second_look_open", LOOKS, "INSERT", CLOSED_SINCE, "scoring closed"),
    Guard("second_look_answer_open", LOOKS, "UPDATE", CLOSED_SINCE, "scoring closed"),
    Guard("second_look_of_a_sheet", LOOKS, "INSERT", NO_SHEET, "no such submitted sheet"),
    Guard("second_look_changes", LOOKS, "UPDATE", LOOK_CHANGES, "a second look is kept alone"),
    Guard("second_look_stays", LOOKS, "DELETE", LOOK_STAYS, "append-only"),
    *(
        Guard(
            f"sealed_{table}_{act.lower()}",
            table,
            act,
            SEALED.format(of=of.format(row=row)),
            "the protocol is sealed",
        )
        for table, of in OF_EVENT.items()
        for act, row in ROWS.items()
    ),
]
KEYS = {
    ROUNDS: [Key(["id"]), Key(["event_id", "is_rehearsal"], "{row}.by_id IS NULL")],
    LOOKS: [Key(["id"]), Key(["sheet_id"])],
}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0039_hours_for_queries"),
        ("experts", "0041_published_from_a_seal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LookRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SecondLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.lookround"
                    ),
                ),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.scoresheet"
                    ),
                ),
            ],
            options={
                "ordering": ["round", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="lookround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by", None)),
                fields=("event", "is_rehearsal"),
                name="the_program_asks_once",
            ),
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

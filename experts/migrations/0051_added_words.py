"""Words that experts add once the scoring is closed: to an own sheet that counts, at their time, and none is changed."""

import django.db.models.deletion
import events.prose
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_addedwords"
EVENT = """events_event e JOIN projects_project p ON p.event_id = e.id
  JOIN projects_defense d ON d.project_id = p.id JOIN experts_scoresheet s ON s.defense_id = d.id"""
OPEN = f"""EXISTS (SELECT 1 FROM {EVENT}
  WHERE s.id = NEW.sheet_id AND e.scoring_closed_at IS NULL)"""  # noqa: S608 - names of ours
UNSUBMITTED = """NOT EXISTS (SELECT 1 FROM experts_scoresheet s
  WHERE s.id = NEW.sheet_id AND s.state = 'submitted')"""
PREPARED = f"""NEW.protocol_id IS NULL AND EXISTS (SELECT 1 FROM {EVENT}
  JOIN experts_protocol t ON t.event_id = e.id AND t.is_rehearsal = e.is_rehearsal
  WHERE s.id = NEW.sheet_id AND t.state <> 'withdrawn')"""  # noqa: S608 - names of ours
NOT_AFTER_THE_SEAL = f"""NEW.protocol_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {EVENT}
  JOIN experts_protocol t ON t.event_id = e.id AND t.is_rehearsal = e.is_rehearsal
  WHERE s.id = NEW.sheet_id AND t.id = NEW.protocol_id AND t.state = 'sealed'
    AND e.words_days IS NOT NULL)"""  # noqa: S608 - names of ours
WITHOUT_A_FORMER = f"""NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {TABLE} w
  WHERE w.sheet_id = NEW.sheet_id AND w.number = NEW.number - 1)"""  # noqa: S608 - names of ours
OF_THE_DAY = f"""EXISTS (SELECT 1 FROM {EVENT}
  WHERE s.id = OLD.sheet_id AND NOT e.is_rehearsal)"""  # noqa: S608 - names of ours
GUARDS = [
    Guard("added_words_open", TABLE, "INSERT", OPEN, "scoring open"),
    Guard("added_words_of_no_sheet", TABLE, "INSERT", UNSUBMITTED, "a sheet that does not count"),
    Guard("added_words_prepared", TABLE, "INSERT", PREPARED, "the protocol is prepared"),
    Guard("added_words_after", TABLE, "INSERT", NOT_AFTER_THE_SEAL, "not after the seal"),
    Guard("added_words_follow", TABLE, "INSERT", WITHOUT_A_FORMER, "no such version"),
    Guard("added_words_change", TABLE, "UPDATE", "1 = 1", "append-only"),
    Guard("added_words_stay", TABLE, "DELETE", OF_THE_DAY, "append-only"),
]
KEYS = {TABLE: [Key(["id"]), Key(["op_id"]), Key(["sheet_id", "number"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0043_days_for_words"),
        ("experts", "0050_votes_withdrawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddedWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("op_id", models.UUIDField(unique=True)),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[events.prose.PrintedProse(longest=2000)],
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[("protocol", "protocol"), ("team", "team")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "protocol",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.protocol",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.scoresheet"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "added words",
                "ordering": ["sheet", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "number"), name="added_words_are_dense"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("readers", "team"),
                            models.Q(("protocol", None), ("readers", "protocol")),
                            _connector="OR",
                        ),
                        name="added_words_have_known_readers",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

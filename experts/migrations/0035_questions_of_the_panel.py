"""What experts ask a team: versions that are appended, each question of one team, none new of who is recused."""

import django.db.models.deletion
import events.values
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

TABLE = "experts_panelquestion"
BY_THE_SAME = f"""EXISTS (SELECT 1 FROM {TABLE} q WHERE q.question = NEW.question
  AND q.number = NEW.number - 1 AND q.seat_id = NEW.seat_id)"""  # noqa: S608 - names of ours
RECUSED = f"""NOT {BY_THE_SAME} AND EXISTS (SELECT 1 FROM experts_interest i
  JOIN projects_defense d ON d.project_id = i.project_id
  WHERE i.seat_id = NEW.seat_id AND d.id = NEW.defense_id
    AND (i.outcome = 'recuse' OR (i.kind IN ('supervisor', 'member') AND i.outcome = '')))"""  # noqa: S608 - names of ours
WITHOUT_A_FORMER = f"""NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {TABLE} q
  WHERE q.question = NEW.question AND q.number = NEW.number - 1
    AND q.defense_id = NEW.defense_id AND q.is_rehearsal = NEW.is_rehearsal)"""  # noqa: S608 - names of ours
GUARDS = [
    Guard("question_of_recused", TABLE, "INSERT", RECUSED, "recused"),
    Guard("question_follows", TABLE, "INSERT", WITHOUT_A_FORMER, "no such version"),
    Guard("question_changes", TABLE, "UPDATE", "1 = 1", "append-only"),
    Guard("question_goes", TABLE, "DELETE", "NOT OLD.is_rehearsal", "append-only"),
]
KEYS = {TABLE: [Key(["id"]), Key(["op_id"]), Key(["question", "number"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0034_what_a_vote_holds"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("op_id", models.UUIDField(unique=True)),
                (
                    "text",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=1000, validators=[events.values.Words(longest=1000)]
                    ),
                ),
                ("is_taken_back", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "defense",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.defense"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
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
                        fields=("question", "number"), name="versions_of_a_question_are_dense"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), ("number__gte", 1)
                        ),
                        name="a_question_says_something",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]

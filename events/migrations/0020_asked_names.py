import django.db.models.deletion
import events.values
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0019_run_items_on_stage"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(validators=[events.values.PrintedNames(longest=120)])),
                (
                    "why",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for an answer"),
                            ("taken", "taken over"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="events.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("person",),
                        name="one_asked_name_waits_for_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_name_has_an_answer",
                    ),
                ],
            },
        ),
    ]

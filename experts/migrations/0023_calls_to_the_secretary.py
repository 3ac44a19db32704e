"""A call of an expert to the secretary: who saw it is known, and what is done was seen."""

import django.db.models.deletion
import events.values
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0022_warm_up_sheets"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("tablet", "The tablet does not work as it should"),
                            ("points", "A question about the points"),
                            ("tie", "I know somebody of this team"),
                            ("reopen", "Please reopen the scoring"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=300, validators=[events.values.Words(longest=300)]
                    ),
                ),
                ("op_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "defense",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="projects.defense",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_seen_call_names_who_saw_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("seen_at__isnull", False), _connector="OR"
                        ),
                        name="a_call_that_is_done_was_seen",
                    ),
                ],
            },
        ),
    ]

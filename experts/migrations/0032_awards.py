"""Awards of the day, and who proposed whom for one."""

import django.db.models.deletion
import events.values
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0031_votes_of_the_panel"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nomination",
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
                        choices=[
                            ("best_team", "Best team"),
                            ("research", "Best research"),
                            ("practical", "Practical value"),
                            ("answers", "Best answers"),
                            ("audience", "Audience’s choice"),
                            ("free", "Award in words of its own"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("at", models.DateTimeField()),
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
                "ordering": ["kind", "project", "seat"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "project", "kind", "is_rehearsal"),
                        name="nominated_once_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "audience"), _negated=True),
                        name="the_audience_chooses_by_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
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
                        choices=[
                            ("best_team", "Best team"),
                            ("research", "Best research"),
                            ("practical", "Practical value"),
                            ("answers", "Best answers"),
                            ("audience", "Audience’s choice"),
                            ("free", "Award in words of its own"),
                        ],
                        max_length=10,
                    ),
                ),
                ("names", models.JSONField(blank=True, default=dict)),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.project"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "ordering": ["project", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "free"), _negated=True),
                        fields=("project", "kind", "is_rehearsal"),
                        name="awarded_once_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "free"), models.Q(("names", {}), _negated=True)),
                            models.Q(models.Q(("kind", "free"), _negated=True), ("names", {})),
                            _connector="OR",
                        ),
                        name="a_free_award_has_its_words",
                    ),
                ],
            },
        ),
    ]

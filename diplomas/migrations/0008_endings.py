import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.values


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0007_an_event_may_go"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ending",
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
                            ("corrected", "corrected"),
                            ("duplicated", "replaced by a duplicate"),
                            ("revoked", "revoked"),
                        ],
                        max_length=12,
                    ),
                ),
                ("differences", models.JSONField(blank=True, default=list)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[events.values.Words(longest=300)],
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "diploma",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ending",
                        to="diplomas.diploma",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origin",
                        to="diplomas.diploma",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "revoked"), ("successor", None)),
                            models.Q(
                                ("kind__in", ["corrected", "duplicated"]),
                                ("successor__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ending_names_its_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "revoked"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="revoked_for_a_reason",
                    ),
                ],
            },
        ),
    ]

"""In which order people are called to get their documents."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0020_languages_logo_and_colour"),
        ("events", "0035_versions_of_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.CharField(default="by-team", max_length=20)),
                ("people", models.JSONField(blank=True, default=list)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_order",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("order__in", ["by-team", "by-alphabet", "as-moved"])),
                        name="call_order_is_one_of_three",
                    )
                ],
            },
        ),
    ]

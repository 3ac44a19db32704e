import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0025_pins_of_cards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField()),
                ("agent", models.CharField(blank=True, max_length=60)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("page_version", models.CharField(blank=True, max_length=64)),
                ("unsent_count", models.PositiveIntegerField(blank=True, null=True)),
                ("clock_ms", models.BigIntegerField(blank=True, null=True)),
                (
                    "battery_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                    ),
                ),
                ("wrong_count", models.PositiveSmallIntegerField(default=0)),
                ("waits_until", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stopped", "stopped by the organizers"),
                            ("replaced", "a new card was made"),
                            ("guessed", "ten wrong PINs"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="events.pass"
                    ),
                ),
            ],
            options={
                "ordering": ["card"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("why", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="enrolment_ends_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_count__lte", 10)),
                        name="enrolment_takes_ten_wrong_pins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("battery_percent", None),
                            ("battery_percent__lte", 100),
                            _connector="OR",
                        ),
                        name="enrolment_battery_is_a_share",
                    ),
                ],
            },
        ),
    ]

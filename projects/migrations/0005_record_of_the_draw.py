import django.db.models.deletion
import events.values
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0019_run_items_on_stage"),
        ("projects", "0004_supervisors"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "question",
                    i18nfield.fields.I18nCharField(
                        blank=True,
                        max_length=300,
                        validators=[events.values.Translatable(longest=300)],
                    ),
                ),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, validators=[events.values.Words(longest=300)]
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
                ("noted_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.project"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="events.room"
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="projects.drawstep",
                    ),
                ),
            ],
            options={
                "ordering": ["room", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room", "number"), name="draw_step_number_is_dense"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("takes_back", None),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="draw_step_back_has_reason",
                    ),
                ],
            },
        ),
    ]

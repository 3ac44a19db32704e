"""Dissenting opinions, for the protocol."""

import django.db.models.deletion
import events.values
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0032_awards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dissent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=2000, validators=[events.values.Words(longest=2000)]
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["seat"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seat", "is_rehearsal"), name="one_dissent_a_seat"
                    )
                ],
            },
        ),
    ]

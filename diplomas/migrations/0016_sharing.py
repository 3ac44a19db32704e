"""A holder's choice to share their diploma, with the picture that a worker draws."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0015_wordings_of_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("picture_hash", models.CharField(blank=True, max_length=64)),
                (
                    "diploma",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sharing",
                        to="diplomas.diploma",
                    ),
                ),
            ],
        ),
    ]

"""A save that says what the sheet says already is known by its id as well, and its retry answered alike."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0011_same_name_waits"),
    ]

    operations = [
        migrations.CreateModel(
            name="RepeatedOperation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("op_id", models.UUIDField(unique=True)),
                ("body_hash", models.CharField(max_length=64)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeats",
                        to="experts.sheetrevision",
                    ),
                ),
            ],
        ),
    ]

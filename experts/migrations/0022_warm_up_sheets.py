"""What experts give to a made-up sample before the first defense; nothing of it can count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0021_decided_from_a_seat"),
    ]

    operations = [
        migrations.CreateModel(
            name="WarmUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("op_id", models.UUIDField()),
                ("points", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["seat"],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0023_rehearsals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Photograph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(max_length=64)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="events.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file_hash", ""), _negated=True),
                        name="photograph_has_a_file",
                    )
                ],
            },
        ),
    ]

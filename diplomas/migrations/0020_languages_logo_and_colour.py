"""Documents in several languages or in a chosen one, with a logo and in a colour."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0019_notes_of_a_rehearsal_apart"),
        ("events", "0035_versions_of_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="design",
            name="accent",
            field=models.CharField(
                choices=[
                    ("petrol", "petrol"),
                    ("blue", "blue"),
                    ("green", "green"),
                    ("burgundy", "burgundy"),
                    ("violet", "violet"),
                    ("black", "black"),
                ],
                default="petrol",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="beside",
            field=models.CharField(
                choices=[
                    ("none", "none"),
                    ("kk", "also in Kazakh, on the same page"),
                    ("ru", "also in Russian, on the same page"),
                    ("en", "also in English, on the same page"),
                    ("all", "all three on one page"),
                    ("chosen", "one language each, as the trainee chooses"),
                ],
                default="none",
                max_length=6,
            ),
        ),
        migrations.CreateModel(
            name="ChosenLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "en"), ("kk", "kk"), ("ru", "ru")], max_length=2
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chosen_language",
                        to="events.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("en", "kk", "ru"))),
                        name="chosen_language_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(max_length=64)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="events.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file_hash", ""), _negated=True), name="logo_has_a_file"
                    )
                ],
            },
        ),
    ]

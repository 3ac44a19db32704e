from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_source_criticism_becomes_notes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="topic",
            field=models.CharField(
                choices=[
                    ("programme", "programme"),
                    ("event", "event"),
                    ("guests", "guests"),
                    ("thanks", "thanks"),
                    ("panel", "panel"),
                    ("notes", "notes"),
                ],
                max_length=20,
            ),
        ),
    ]

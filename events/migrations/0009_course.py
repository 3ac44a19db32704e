from django.db import migrations, models


class Migration(migrations.Migration):
    """What trainees attended is the course; the programme is only the public page of the day."""

    dependencies = [
        ("events", "0008_facts_have_notes"),
    ]

    operations = [
        migrations.RenameField(model_name="event", old_name="programme", new_name="course"),
        migrations.AlterField(
            model_name="fact",
            name="topic",
            field=models.CharField(
                choices=[
                    ("course", "course"),
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

"""Who decides on teams that the rule and its chain leave equal: the chair alone, or the panel by a vote."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0040_letters_perhaps_sent_twice"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="ties_by",
            field=models.CharField(
                choices=[
                    ("chair", "the casting vote of the chair"),
                    ("panel", "a vote of the panel, equal votes by the chair"),
                ],
                default="chair",
                max_length=10,
            ),
        ),
    ]

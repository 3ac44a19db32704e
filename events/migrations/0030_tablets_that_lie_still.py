"""Since when a tablet lies still and waits for its PIN."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0029_asking_for_declarations_stands")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="locked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

"""A letter whose worker was killed is told as perhaps sent twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0039_hours_for_queries")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="is_perhaps_double",
            field=models.BooleanField(default=False),
        ),
    ]

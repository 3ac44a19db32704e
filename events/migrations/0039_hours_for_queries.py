"""How many hours teams may ask about their provisional result; none: no provisional result."""

import events.values
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0038_who_stands_beside_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="query_hours",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=240)]
            ),
        ),
    ]

"""For how many days after the seal experts may add words to a team; none: not at all."""

import events.values
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0042_words_that_print"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="words_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, validators=[events.values.Whole(least=1, most=60)]
            ),
        ),
    ]

"""Whether experts declare before their first points; events that are there go on without."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0027_tablets_of_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="asks_declaration",
            field=models.BooleanField(default=False),
        ),
    ]

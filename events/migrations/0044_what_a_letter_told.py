"""A letter keeps what it told of, so that whatever its person gets afterwards is news to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0043_days_for_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="told",
            field=models.JSONField(blank=True, default=list),
        ),
    ]

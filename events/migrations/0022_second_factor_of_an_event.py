from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0021_named_in_public"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="second_factor_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0024_photographs"),
    ]

    operations = [
        migrations.AddField(
            model_name="pass",
            name="pin_hash",
            field=models.CharField(blank=True, max_length=128),
        ),
        migrations.AddField(
            model_name="pass",
            name="refused_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]

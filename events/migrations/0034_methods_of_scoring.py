"""More methods to choose from, and the version under which the first points were given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0033_confirmed_names_stay"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="scoring_rule",
            field=models.CharField(
                choices=[
                    ("corrected_mean", "mean with leniency correction"),
                    ("raw_mean", "plain mean"),
                    ("trimmed_mean", "trimmed mean"),
                    ("median", "median"),
                    ("standardised", "standardised totals"),
                    ("borda", "Borda count"),
                    ("kemeny", "Kemeny order"),
                ],
                default="corrected_mean",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="rule_version",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]

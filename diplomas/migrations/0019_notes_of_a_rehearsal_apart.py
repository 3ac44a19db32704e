"""Who did not complete the course, as it was played in a rehearsal: it goes with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0018_a_tap_is_known")]

    operations = [
        migrations.AddField(
            model_name="unfinished",
            name="is_rehearsal",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]

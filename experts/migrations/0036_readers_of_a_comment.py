"""Whom an expert wrote a comment for; all that is there was written for the protocol."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("experts", "0035_questions_of_the_panel")]

    operations = [
        migrations.AddField(
            model_name="sheetrevision",
            name="readers",
            field=models.CharField(
                choices=[("protocol", "protocol"), ("team", "team"), ("me", "me")],
                default="protocol",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(("readers__in", ["protocol", "team", "me"])),
                name="a_comment_has_known_readers",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """A role that reads and changes nothing."""

    dependencies = [
        ("events", "0004_one_valid_pass"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("owner", "owner"),
                    ("secretary", "secretary"),
                    ("host", "host"),
                    ("moderator", "moderator"),
                    ("observer", "observer"),
                ],
                default="owner",
                max_length=10,
            ),
        ),
    ]

"""Where organizers write to a person. The column is put beside the others: SQLite would build the table anew, without its guards."""

from django.db import migrations, models

import events.mail_address


class Migration(migrations.Migration):
    dependencies = [("events", "0035_versions_of_before")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE events_person ADD COLUMN email varchar(254) NOT NULL DEFAULT ''",
            reverse_sql="ALTER TABLE events_person DROP COLUMN email",
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="email",
                    field=models.CharField(
                        blank=True,
                        max_length=254,
                        validators=[events.mail_address.MailAddress(longest=254)],
                    ),
                ),
            ],
        ),
    ]

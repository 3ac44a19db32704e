"""Letters to people of an event: one of each purpose, with a link that opens a card and whether it could be sent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0036_addresses_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="error",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="letter",
            name="opens",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="events.pass",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="events.person",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="purpose",
            field=models.CharField(
                blank=True, choices=[("name", "Name"), ("document", "Document")], max_length=10
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="token_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("person", "purpose"),
                name="one_letter_of_a_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="letter_link_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), ("purpose", ""), ("token_hash", "")),
                    models.Q(("person__isnull", False), ("purpose__in", ["name", "document"])),
                    _connector="OR",
                ),
                name="letter_to_a_person_has_a_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("error", ""), _connector="OR"),
                name="letter_sent_did_not_fail",
            ),
        ),
    ]

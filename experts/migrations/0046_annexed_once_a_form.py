"""The form that an annex came by: sent twice it is one annex, and none takes the place of another."""

from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding

TABLE = "experts_annex"
FORM = Key(["by_id", "op_id"])
GUARDS = [
    Guard(
        "annex_form",
        TABLE,
        "INSERT",
        FORM.is_taken(TABLE, besides="1 = 1"),
        "UNIQUE, a form is one annex",
    ),
    Guard(
        "annex_form_update",
        TABLE,
        "UPDATE",
        FORM.is_taken(TABLE, besides="t.id <> OLD.id"),
        "UNIQUE, a form is one annex",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0045_who_decided_as_what"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="annex",
            name="op_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.UniqueConstraint(
                condition=models.Q(("op_id__isnull", False)),
                fields=("by", "op_id"),
                name="annexed_once_a_form",
            ),
        ),
        guarding(GUARDS),
    ]

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The rule stays and is called by the word of the glossary: a pass is valid or revoked."""

    dependencies = [
        ("events", "0003_audit_head_seal"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="pass", name="one_standing_pass_of_a_kind"),
        migrations.AddConstraint(
            model_name="pass",
            constraint=models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(revoked_at=None, is_rehearsal=False),
                name="one_valid_pass_of_a_kind",
            ),
        ),
    ]

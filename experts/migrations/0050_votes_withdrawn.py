"""A vote that was opened by mistake is withdrawn while it is open, with a reason: it is closed, and counts nothing."""

from django.db import migrations, models

import experts.validators
from events.guards import Guard, guarding

OF_WITHDRAWN = """EXISTS (SELECT 1 FROM experts_panelvote v
  WHERE v.id = NEW.vote_id AND v.withdrawn_reason <> '')"""
SAID = "the vote was withdrawn"
GUARDS = [
    Guard("voice_on_withdrawn", "experts_decidingvoice", "INSERT", OF_WITHDRAWN, SAID),
    Guard("count_of_withdrawn", "experts_countingseat", "UPDATE", OF_WITHDRAWN, SAID),
    Guard("award_by_withdrawn", "experts_award", "INSERT", OF_WITHDRAWN, SAID),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0049_who_decides_on_equal_teams")]

    operations = [
        migrations.AddField(
            model_name="panelvote",
            name="withdrawn_reason",
            field=models.CharField(
                blank=True,
                default="",
                max_length=500,
                validators=[experts.validators.PrintedProse(longest=500)],
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="panelvote",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_reason", ""))
                | models.Q(("closed_at__isnull", False)),
                name="a_withdrawn_vote_is_closed",
            ),
        ),
        guarding(GUARDS),
    ]

"""A form that was sent twice is one entry from paper, and none goes while the scoring is closed."""

from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding

TABLE = "experts_paperentry"
CLOSED = """EXISTS (SELECT 1 FROM projects_defense d
  JOIN projects_project p ON p.id = d.project_id JOIN events_event e ON e.id = p.event_id
  WHERE d.id = OLD.defense_id AND e.scoring_closed_at IS NOT NULL)"""
FORM = Key(["by_id", "op_id"])
SAID = "UNIQUE, a form is one entry"
GUARDS = [
    Guard("paper_closed_delete", TABLE, "DELETE", CLOSED, "scoring closed"),
    Guard("paper_form_insert", TABLE, "INSERT", FORM.is_taken(TABLE, besides="1 = 1"), SAID),
    Guard(
        "paper_form_update", TABLE, "UPDATE", FORM.is_taken(TABLE, besides="t.id <> OLD.id"), SAID
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0026_the_tied_decide_nothing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="paperentry",
            name="op_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="paperentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("op_id__isnull", False)),
                fields=("by", "op_id"),
                name="paper_entered_once_a_form",
            ),
        ),
        guarding(GUARDS),
    ]

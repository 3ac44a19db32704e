"""How many sheets a result needs is locked with the scoring rule."""

from django.db import migrations

from events.guards import Guard, guarding

GUARDS = [
    Guard(
        "least_stays",
        "events_event",
        "UPDATE",
        "NEW.least_sheets <> OLD.least_sheets AND OLD.rule_locked_at IS NOT NULL",
        "the rule is locked",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0017_minimum_of_sheets_and_minutes"),
        ("experts", "0012_repeated_operations"),
    ]

    operations = [guarding(GUARDS)]

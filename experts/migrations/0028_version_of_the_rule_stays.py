"""The version of the methods is locked with the scoring rule."""

from django.db import migrations

from events.guards import Guard, guarding

GUARDS = [
    Guard(
        "rule_version_stays",
        "events_event",
        "UPDATE",
        "COALESCE(NEW.rule_version, 0) <> COALESCE(OLD.rule_version, 0) "
        "AND OLD.rule_locked_at IS NOT NULL",
        "the rule is locked",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0035_versions_of_before"),
        ("experts", "0027_paper_entered_once"),
    ]

    operations = [guarding(GUARDS)]

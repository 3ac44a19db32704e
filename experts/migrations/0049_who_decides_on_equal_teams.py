"""Who decides on equal teams is locked with the rule, and changed with it."""

from django.db import migrations, models

from events.guards import Guard, guarding

CHANGES = "experts_rulechange"
AS_AGREED = """EXISTS (SELECT 1 FROM experts_rulechange c WHERE c.id =
  (SELECT MAX(a.id) FROM experts_rulechange a WHERE a.event_id = OLD.id AND a.state = 'agreed')
  AND c.ties_by = NEW.ties_by)"""
SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol t WHERE t.event_id = OLD.id AND t.state = 'sealed')"
)
OF_THE_RULE = """EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id
  AND e.ties_by = NEW.ties_by_before)"""
SETTLED = "(NEW.ties_by <> OLD.ties_by OR NEW.ties_by_before <> OLD.ties_by_before)"
GUARDS = [
    Guard(
        "ties_by_stays",
        "events_event",
        "UPDATE",
        f"NEW.ties_by <> OLD.ties_by AND OLD.rule_locked_at IS NOT NULL AND NOT {AS_AGREED}",
        "the rule is locked",
    ),
    Guard(
        "sealed_ties_by",
        "events_event",
        "UPDATE",
        f"NEW.ties_by <> OLD.ties_by AND {SEALED}",
        "the protocol is sealed",
    ),
    Guard(
        "rule_change_ties_insert",
        CHANGES,
        "INSERT",
        f"NOT {OF_THE_RULE}",
        "no proposal for this rule",
    ),
    Guard(
        "rule_change_ties_update",
        CHANGES,
        "UPDATE",
        f"({SETTLED} OR (NEW.state = 'agreed' AND NOT {OF_THE_RULE}))",
        "a proposal is settled once, for the rule as it is",
    ),
]
TIES_BY = [
    ("chair", "the casting vote of the chair"),
    ("panel", "a vote of the panel, equal votes by the chair"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0041_who_decides_on_equal_teams"),
        ("experts", "0048_change_of_a_locked_rule"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="rulechange",
                name=name,
                field=models.CharField(choices=TIES_BY, default="chair", max_length=10),
                preserve_default=False,
            )
            for name in ("ties_by", "ties_by_before")
        ),
        guarding(GUARDS),
    ]

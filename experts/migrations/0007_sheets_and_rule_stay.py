"""A sheet stays at its seat and defense, a defense with sheets keeps its project, a locked rule stays."""

from django.db import migrations

from events.guards import Guard, guarding

HAS_SHEETS = "EXISTS (SELECT 1 FROM experts_scoresheet s WHERE s.defense_id = OLD.id)"
GUARDS = [
    Guard(
        "sheet_stays",
        "experts_scoresheet",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.seat_id <> OLD.seat_id OR NEW.defense_id <> OLD.defense_id "
        "OR NEW.revision < OLD.revision OR (OLD.state = 'submitted' AND NEW.state = 'draft')",
        "a sheet stays",
    ),
    Guard(
        "defense_keeps_project",
        "projects_defense",
        "UPDATE",
        f"(NEW.id <> OLD.id OR NEW.project_id <> OLD.project_id) AND {HAS_SHEETS}",
        "the defense has sheets",
    ),
    Guard(
        "rule_stays",
        "events_event",
        "UPDATE",
        "NEW.scoring_rule <> OLD.scoring_rule AND OLD.rule_locked_at IS NOT NULL",
        "the rule is locked",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0006_rows_are_not_replaced")]

    operations = [guarding(GUARDS)]

"""While the scoring is closed nobody changes whether the experts were asked for a declaration."""

from django.db import migrations

from events.guards import Guard, guarding

LATE = """OLD.scoring_closed_at IS NOT NULL AND NEW.scoring_closed_at IS NOT NULL
  AND OLD.asks_declaration <> NEW.asks_declaration"""
GUARDS = [Guard("event_declaration_stands", "events_event", "UPDATE", LATE, "scoring closed")]


class Migration(migrations.Migration):
    dependencies = [("events", "0028_declaration_of_the_experts")]

    operations = [guarding(GUARDS)]

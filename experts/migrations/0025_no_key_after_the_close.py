"""No key of a tablet is registered while the scoring is closed: the slips that the experts sign name all there are."""

from django.db import migrations

from events.guards import Guard, guarding

CLOSED = """EXISTS (SELECT 1 FROM events_pass c JOIN events_person p ON p.id = c.person_id
  JOIN events_event e ON e.id = p.event_id WHERE c.id = NEW.card_id AND e.scoring_closed_at IS NOT NULL)"""
GUARDS = [Guard("tablet_key_late", "experts_tabletkey", "INSERT", CLOSED, "scoring closed")]


class Migration(migrations.Migration):
    dependencies = [("experts", "0024_paper_entries")]

    operations = [guarding(GUARDS)]

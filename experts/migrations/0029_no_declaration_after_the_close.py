"""No declaration is made while the scoring is closed: there are no first points left that it would stand before."""

from django.db import migrations

from events.guards import Guard, guarding

CLOSED = """EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panel p ON p.id = s.panel_id
  JOIN events_room r ON r.id = p.room_id JOIN events_event e ON e.id = r.event_id
  WHERE s.id = NEW.seat_id AND e.scoring_closed_at IS NOT NULL)"""
GUARDS = [Guard("declaration_late", "experts_declaration", "INSERT", CLOSED, "scoring closed")]


class Migration(migrations.Migration):
    dependencies = [("experts", "0028_version_of_the_rule_stays")]

    operations = [guarding(GUARDS)]

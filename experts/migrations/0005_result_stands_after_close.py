"""While the scoring of an event is closed nobody becomes recused or is no longer, and no seat goes."""

from django.db import migrations

from events.guards import Guard, guarding

CLOSED_OF = """EXISTS (SELECT 1 FROM projects_project p JOIN events_event e ON e.id = p.event_id
  WHERE p.id = {row}.project_id AND e.scoring_closed_at IS NOT NULL)"""
RECUSES = "({row}.outcome = 'recuse' OR ({row}.kind = 'supervisor' AND {row}.outcome = ''))"
CLOSED_OF_SEAT = """EXISTS (SELECT 1 FROM experts_panel p JOIN events_room r ON r.id = p.room_id
  JOIN events_event e ON e.id = r.event_id
  WHERE p.id = OLD.panel_id AND e.scoring_closed_at IS NOT NULL)"""
MOVED = """(NEW.seat_id <> OLD.seat_id OR NEW.project_id <> OLD.project_id
  OR NEW.outcome <> OLD.outcome OR NEW.kind <> OLD.kind)"""

# table, act, condition
RULES = [
    ("experts_interest", "INSERT", f"{RECUSES} AND {CLOSED_OF}".format(row="NEW")),
    ("experts_interest", "UPDATE", f"{MOVED} AND {CLOSED_OF.format(row='OLD')}"),
    ("experts_interest", "DELETE", f"{RECUSES} AND {CLOSED_OF}".format(row="OLD")),
    ("experts_seat", "DELETE", CLOSED_OF_SEAT),
]
GUARDS = [
    Guard(f"guard_closed_{table}_{act.lower()}", table, act, condition, "scoring closed")
    for table, act, condition in RULES
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0004_reason_of_a_decision")]

    operations = [guarding(GUARDS)]

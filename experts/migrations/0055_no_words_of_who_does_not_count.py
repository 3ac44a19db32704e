"""No words are added to the sheet of an expert who was noted absent and not let count, as the result passes it over."""

from django.db import migrations

from events.guards import Guard, guarding

TABLE = "experts_addedwords"
KEPT_OUT = """EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN experts_presence a ON a.seat_id = s.seat_id AND a.defense_id = s.defense_id
  JOIN projects_defense d ON d.id = s.defense_id JOIN projects_project p ON p.id = d.project_id
  JOIN events_event e ON e.id = p.event_id AND e.is_rehearsal = a.is_rehearsal
  WHERE s.id = NEW.sheet_id AND a.kind = 'absent' AND a.counts_reason = '')"""
NO_SCORING = """NOT EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN experts_seat t ON t.id = s.seat_id JOIN experts_panel x ON x.id = t.panel_id
  JOIN events_runitem i ON i.room_id = x.room_id
  JOIN projects_defense d ON d.run_item_id = i.id AND d.id = s.defense_id
  WHERE s.id = NEW.sheet_id AND t.role IN ('chair', 'deputy', 'member'))"""
SAID = "a sheet that does not count"
GUARDS = [
    Guard("added_words_of_absent", TABLE, "INSERT", KEPT_OUT, SAID),
    Guard("added_words_of_no_scorer", TABLE, "INSERT", NO_SCORING, SAID),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0054_who_answers_to_a_rule")]

    operations = [guarding(GUARDS)]

"""Nobody decides on a tie to a project from which they are recused, or to which they have an open tie."""

from django.db import migrations

from events.guards import Guard, guarding

TABLE = "experts_interest"
TIED = """NEW.decided_from_id IS NOT NULL AND EXISTS (SELECT 1 FROM experts_seat a
  JOIN experts_seat b ON b.person_id = a.person_id JOIN experts_interest i ON i.seat_id = b.id
  WHERE a.id = NEW.decided_from_id AND i.project_id = NEW.project_id AND i.outcome IN ('', 'recuse'))"""
# A tie that came later leaves what was decided before as it is.
DECIDES = """(OLD.decided_from_id IS NULL OR OLD.decided_from_id <> NEW.decided_from_id
  OR OLD.outcome <> NEW.outcome OR OLD.project_id <> NEW.project_id)"""
SAID = "who is tied to a project decides nothing about it"
GUARDS = [
    Guard("interest_tied_insert", TABLE, "INSERT", TIED, SAID),
    Guard("interest_tied_update", TABLE, "UPDATE", f"{DECIDES} AND {TIED}", SAID),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0025_no_key_after_the_close")]

    operations = [guarding(GUARDS)]

"""Nothing of a decision is public before its protocol is sealed, and nothing of a rehearsal ever."""

from django.db import migrations

from events.guards import Guard, guarding

TEXT = "CAST(NEW.published AS text)"
OF_THE_DECISION = ("results", "figures", "evidence", "experts", "awards", "feedback")
SHOWS = " OR ".join(f"""REPLACE({TEXT}, '"{thing}"', '') <> {TEXT}""" for thing in OF_THE_DECISION)
SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol p "
    "WHERE p.event_id = NEW.id AND p.state = 'sealed' AND NOT p.is_rehearsal)"
)
EARLY = f"({SHOWS}) AND (NEW.is_rehearsal OR NOT {SEALED})"
GUARDS = [
    Guard(f"published_early_{act.lower()}", "events_event", act, EARLY, "no sealed protocol")
    for act in ("INSERT", "UPDATE")
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0040_papers_of_a_protocol")]

    operations = [guarding(GUARDS)]

"""After the seal nothing of the deliberation is changed either: casting votes, votes, awards, questions, dissents."""

from django.db import migrations

from events.guards import Guard, guarding

SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol t WHERE t.state = 'sealed' AND t.event_id = ({of}))"
)
OF_EVENT = "{row}.event_id"
OF_PROJECT = "SELECT p.event_id FROM projects_project p WHERE p.id = {row}.project_id"
OF_DEFENSE = """SELECT p.event_id FROM projects_project p JOIN projects_defense d
  ON d.project_id = p.id WHERE d.id = {row}.defense_id"""
PANELS = "SELECT r.event_id FROM events_room r JOIN experts_panel x ON x.room_id = r.id"
OF_PANEL = PANELS + " WHERE x.id = {row}.panel_id"
OF_SEAT = PANELS + " JOIN experts_seat s ON s.panel_id = x.id WHERE s.id = {row}.seat_id"
OF_VOTE = PANELS + " JOIN experts_panelvote v ON v.panel_id = x.id WHERE v.id = {row}.vote_id"
TABLES = {
    "experts_castingvote": OF_EVENT,
    "experts_stepout": OF_PROJECT,
    "experts_panelvote": OF_PANEL,
    "experts_votedteam": OF_VOTE,
    "experts_voter": OF_VOTE,
    "experts_secretballot": OF_VOTE,
    "experts_countingseat": OF_VOTE,
    "experts_decidingvoice": OF_VOTE,
    "experts_nomination": OF_PROJECT,
    "experts_award": OF_PROJECT,
    "experts_dissent": OF_SEAT,
    "experts_panelquestion": OF_DEFENSE,
}
ROWS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
GUARDS = [
    Guard(
        f"sealed_{table}_{act.lower()}",
        table,
        act,
        SEALED.format(of=of.format(row=row)),
        "the protocol is sealed",
    )
    for table, of in TABLES.items()
    for act, row in ROWS.items()
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0038_what_is_sealed_stays")]

    operations = [guarding(GUARDS)]

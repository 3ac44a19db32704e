"""After the seal nothing of what the protocol tells is changed.

The close of the scoring holds revisions, sheets, presence and sheets set aside, and who sits on the panel; so it is
enough that the close stays. This holds what may change after a close.
"""

from django.db import migrations

from events.guards import Guard, guarding

SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol t WHERE t.state = 'sealed' AND t.event_id = ({of}))"
)
OF_PROJECT = "SELECT p.event_id FROM projects_project p WHERE p.id = {row}.project_id"
OF_PANEL = """SELECT r.event_id FROM experts_panel x JOIN events_room r ON r.id = x.room_id
  WHERE x.id = {row}.panel_id"""
OF_RUBRIC = "SELECT b.event_id FROM events_rubric b WHERE b.id = {row}.rubric_id"
OF_EVENT = "{row}.event_id"
OF_WINDOW = "SELECT w.event_id FROM experts_querywindow w WHERE w.id = {row}.window_id"
ROWS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
TABLES = {
    "experts_interest": OF_PROJECT,
    "experts_query": OF_WINDOW,
    "experts_querywindow": OF_EVENT,
}
SAID = "the protocol is sealed"
RULE = ("scoring_rule", "least_sheets", "is_rehearsal")
MAY_BE_NULL = ("scoring_closed_at", "rule_locked_at", "rule_version", "query_hours")
RULE_MOVES = " OR ".join(
    [
        *(f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL)" for name in MAY_BE_NULL),
        *(f"NEW.{name} <> OLD.{name}" for name in (*RULE, *MAY_BE_NULL)),
    ]
)
SEAT_MOVES = "(NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role)"


def sealed(of: str, row: str = "OLD") -> str:
    return SEALED.format(of=of.format(row=row))


GUARDS = [
    *(
        Guard(f"sealed_{table}_{act.lower()}", table, act, sealed(of, row), SAID)
        for table, of in TABLES.items()
        for act, row in ROWS.items()
    ),
    Guard("sealed_event", "events_event", "UPDATE", f"({RULE_MOVES}) AND {sealed('OLD.id')}", SAID),
    Guard("sealed_seat", "experts_seat", "UPDATE", f"{SEAT_MOVES} AND {sealed(OF_PANEL)}", SAID),
    Guard("sealed_criterion", "events_criterion", "UPDATE", sealed(OF_RUBRIC), SAID),
    Guard("sealed_rubric", "events_rubric", "UPDATE", sealed(OF_EVENT), SAID),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0037_protocol_and_queries")]

    operations = [guarding(GUARDS)]

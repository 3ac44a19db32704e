"""After the seal no row of another event becomes one of the sealed event, and no query is replaced or emptied away.

`0038` and `0039` ask an update for the row as it was. Most tables refuse such a move by a guard of their own; this
holds those that did not, the number by which the record names a team, and that the record of the draw ends.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

SAID = "the protocol is sealed"
SEALED = (
    "EXISTS (SELECT 1 FROM experts_protocol t WHERE t.state = 'sealed' AND t.event_id = ({of}))"
)
OF = {
    "experts_query": "SELECT w.event_id FROM experts_querywindow w WHERE w.id = NEW.window_id",
    "experts_querywindow": "NEW.event_id",
    "experts_dissent": """SELECT r.event_id FROM events_room r JOIN experts_panel x ON x.room_id = r.id
  JOIN experts_seat s ON s.panel_id = x.id WHERE s.id = NEW.seat_id""",
}
NUMBER_MOVES = f"NEW.number <> OLD.number AND {SEALED.format(of='OLD.event_id')}"
OF_ROOM = "SELECT r.event_id FROM events_room r WHERE r.id = NEW.room_id"
GUARDS = [
    *(
        Guard(f"into_sealed_{table}", table, "UPDATE", SEALED.format(of=of), SAID)
        for table, of in OF.items()
    ),
    Guard("sealed_project", "projects_project", "UPDATE", NUMBER_MOVES, SAID),
    Guard(
        "sealed_projects_drawstep_insert",
        "projects_drawstep",
        "INSERT",
        SEALED.format(of=OF_ROOM),
        SAID,
    ),
]
KEYS = {
    "experts_query": [Key(["id"]), Key(["window_id", "project_id"])],
    "experts_querywindow": [
        Key(["id"]),
        Key(["event_id", "is_rehearsal"], "{row}.withdrawn_at IS NULL"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0051_added_words"),
        ("projects", "0005_record_of_the_draw"),
    ]

    operations = [guarding(GUARDS), keeping(KEYS)]

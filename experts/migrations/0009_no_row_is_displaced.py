"""What 0006 keeps from `INSERT OR REPLACE` and `TRUNCATE`, for every table on the way to a result.

And no row of them is displaced by SQLite's `UPDATE OR REPLACE`.
"""

from django.db import migrations

from events.guards import Key, keeping

KEPT = {
    "events_auditentry": [Key(["id"]), Key(["event_id", "number"])],
    "events_audithead": [Key(["id"]), Key(["event_id"])],
    "events_criterion": [
        Key(["id"]),
        Key(["rubric_id", "key"]),
        Key(["rubric_id", "order"]),
    ],
    "projects_defense": [Key(["id"]), Key(["project_id"]), Key(["run_item_id"])],
    "experts_interest": [Key(["id"]), Key(["seat_id", "project_id", "kind"])],
    "experts_scoresheet": [Key(["id"]), Key(["seat_id", "defense_id"])],
    "experts_sheetrevision": [Key(["id"]), Key(["op_id"]), Key(["sheet_id", "number"])],
}
MORE = {
    "events_event": [Key(["id"]), Key(["slug"])],
    "events_rubric": [Key(["id"]), Key(["event_id"])],
    "events_room": [Key(["id"]), Key(["event_id"], "{row}.is_default")],
    "events_runitem": [Key(["id"]), Key(["room_id", "order"])],
    "events_person": [Key(["id"]), Key(["event_id", "key"])],
    "events_pass": [
        Key(["id"]),
        Key(["token_hash"]),
        Key(["person_id", "kind"], "{row}.revoked_at IS NULL AND NOT {row}.is_rehearsal"),
    ],
    "events_membership": [Key(["id"]), Key(["user_id", "event_id"])],
    "projects_project": [
        Key(["id"]),
        Key(["event_id", "number"]),
        Key(["event_id", "key"], "{row}.key <> ''"),
    ],
    "projects_teammember": [Key(["id"]), Key(["person_id"]), Key(["project_id", "order"])],
    "experts_panel": [Key(["id"]), Key(["room_id"])],
    "experts_seat": [
        Key(["id"]),
        Key(["panel_id", "person_id"]),
        Key(["panel_id", "order"]),
        Key(["panel_id"], "{row}.role = 'chair'"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("experts", "0008_what_decides_stays"), ("projects", "0004_supervisors")]

    operations = [keeping(MORE, also_updated=KEPT)]

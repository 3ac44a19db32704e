"""A diploma keeps its person and code, and once it has its file also its words; only a rehearsal's goes.

One that was revoked or replaced is not valid again.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

STANDS = ("id", "event_id", "person_id", "code", "is_rehearsal", "issued_at")
DIFFER = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in STANDS)
PRINTED = "OLD.file_hash <> '' AND (NEW.file_hash <> OLD.file_hash OR NEW.snapshot <> OLD.snapshot)"
OVER = "OLD.state IN ('revoked', 'superseded') AND NEW.state IN ('pending', 'ready')"

GUARDS = [
    Guard(
        "diploma_stays",
        "diplomas_diploma",
        "UPDATE",
        f"({DIFFER} OR ({PRINTED}) OR ({OVER}))",
        "a diploma stays",
    ),
    Guard("diploma_goes", "diplomas_diploma", "DELETE", "NOT OLD.is_rehearsal", "a diploma stays"),
]
KEPT = {
    "diplomas_diploma": [
        Key(["id"]),
        Key(["code"]),
        Key(["number"], "NOT {row}.repeats_a_number"),
        Key(["event_id", "sequence"]),
        Key(["person_id"], "{row}.state IN ('pending', 'ready')"),
    ]
}


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0005_number_once_for_all"),
        ("experts", "0006_rows_are_not_replaced"),
    ]

    operations = [guarding(GUARDS), keeping(KEPT)]

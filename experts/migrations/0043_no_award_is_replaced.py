"""Proposals of awards and awards are not replaced by their other keys either: the guards of 0036 knew only their ids."""

from django.db import migrations

from events.guards import Key, RunStatements, keeping

PROPOSED, AWARD = "experts_nomination", "experts_award"
BEFORE = keeping({PROPOSED: [Key(["id"])], AWARD: [Key(["id"])]})
KEYS = {
    PROPOSED: [Key(["id"]), Key(["seat_id", "project_id", "kind", "is_rehearsal"])],
    AWARD: [
        Key(["id"]),
        Key(["project_id", "kind", "is_rehearsal"], "{row}.kind <> 'free'"),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("experts", "0042_second_looks")]

    operations = [RunStatements(BEFORE.reverse_code, BEFORE.code), keeping(KEYS)]

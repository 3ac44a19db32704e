"""A signature stays as it came, with its revision and by a key of its own expert; a key changes by its closing alone."""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

KEY, SIGNATURE = "experts_tabletkey", "experts_sheetsignature"
CHANGED = " OR ".join(
    f"NEW.{name} <> OLD.{name}" for name in ("id", "card_id", "public_key", "mark", "made_at")
)
EVENT = """FROM experts_sheetrevision r JOIN experts_scoresheet s ON s.id = r.sheet_id
  JOIN projects_defense d ON d.id = s.defense_id JOIN projects_project p ON p.id = d.project_id
  JOIN events_event e ON e.id = p.event_id"""
OF_ANOTHER = """NOT EXISTS (SELECT 1 FROM experts_sheetrevision r
  JOIN experts_scoresheet s ON s.id = r.sheet_id JOIN experts_seat seat ON seat.id = s.seat_id
  JOIN events_pass c ON c.person_id = seat.person_id JOIN experts_tabletkey k ON k.card_id = c.id
  WHERE r.id = NEW.revision_id AND k.id = NEW.key_id AND r.is_final)"""
CLOSED = (
    f"EXISTS (SELECT 1 {EVENT} WHERE r.id = NEW.revision_id AND e.scoring_closed_at IS NOT NULL)"
)
REAL = f"NOT EXISTS (SELECT 1 {EVENT} WHERE r.id = OLD.revision_id AND e.is_rehearsal)"
USED = f"EXISTS (SELECT 1 FROM {SIGNATURE} g WHERE g.key_id = OLD.id)"  # noqa: S608 - names of ours

GUARDS = [
    Guard(
        "tablet_key_changes",
        KEY,
        "UPDATE",
        f"OLD.closed_at IS NOT NULL OR {CHANGED}",
        "closed alone",
    ),
    Guard("tablet_key_goes", KEY, "DELETE", USED, "a key that signed stays"),
    Guard("signature_of_another", SIGNATURE, "INSERT", OF_ANOTHER, "a key of somebody else"),
    Guard("signature_closed", SIGNATURE, "INSERT", CLOSED, "scoring closed"),
    Guard("signature_changes", SIGNATURE, "UPDATE", "1 = 1", "append-only"),
    Guard("signature_goes", SIGNATURE, "DELETE", REAL, "append-only"),
]
KEYS = {
    KEY: [
        Key(["id"]),
        Key(["card_id", "mark"]),
        Key(["card_id"], "{row}.closed_at IS NULL"),
    ],
    SIGNATURE: [Key(["id"]), Key(["revision_id"])],
}


class Migration(migrations.Migration):
    dependencies = [("experts", "0018_keys_of_tablets")]

    operations = [guarding(GUARDS), keeping(KEYS)]

"""A diploma goes one way, keeps its number, and says once by what it was replaced or why it was revoked.

Its ending agrees with it, and stays.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

GIVEN = ("number", "sequence", "revision")
RENUMBERED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in GIVEN)
FORWARD = """(OLD.state = 'pending' AND NEW.state = 'ready')
  OR (OLD.state = 'ready' AND NEW.state IN ('superseded', 'revoked'))"""
MOVED = f"NEW.state <> OLD.state AND NOT ({FORWARD})"
REVOKED_NOW = "OLD.state = 'ready' AND NEW.state = 'revoked'"
SAID_WHY = "NEW.revoked_at IS NOT NULL AND NEW.revoke_reason <> ''"
REWORDED = """NEW.revoke_reason <> OLD.revoke_reason
  OR (NEW.revoked_at IS NULL) <> (OLD.revoked_at IS NULL) OR NEW.revoked_at <> OLD.revoked_at"""
REVOKED_BADLY = f"""(({REVOKED_NOW}) AND NOT ({SAID_WHY}))
  OR (NOT ({REVOKED_NOW}) AND ({REWORDED}))"""
# A rehearsal's are taken away, and let go of each other first.
LED_ASTRAY = """(OLD.superseded_by_id IS NULL AND NEW.superseded_by_id IS NOT NULL
    AND NEW.state <> 'superseded')
  OR (OLD.superseded_by_id IS NOT NULL AND NOT OLD.is_rehearsal
    AND (NEW.superseded_by_id IS NULL OR NEW.superseded_by_id <> OLD.superseded_by_id))"""

REVOKED = """NEW.kind = 'revoked' AND EXISTS (
  SELECT 1 FROM diplomas_diploma d WHERE d.id = NEW.diploma_id
  AND d.state = 'revoked' AND d.revoked_at = NEW.at AND d.revoke_reason = NEW.reason)"""
REPLACED = """NEW.kind <> 'revoked' AND EXISTS (
  SELECT 1 FROM diplomas_diploma d WHERE d.id = NEW.diploma_id
  AND d.state = 'superseded' AND d.superseded_by_id = NEW.successor_id
  AND EXISTS (SELECT 1 FROM diplomas_diploma s WHERE s.id = NEW.successor_id
    AND s.person_id = d.person_id AND s.event_id = d.event_id AND s.revision = d.revision + 1))"""
IN_REHEARSAL = (
    "EXISTS (SELECT 1 FROM diplomas_diploma d WHERE d.id = OLD.diploma_id AND d.is_rehearsal)"
)

GUARDS = [
    Guard(
        "diploma_moves",
        "diplomas_diploma",
        "UPDATE",
        f"({RENUMBERED} OR ({MOVED}) OR {REVOKED_BADLY} OR {LED_ASTRAY})",
        "a diploma goes one way",
    ),
    Guard(
        "ending_comes",
        "diplomas_ending",
        "INSERT",
        f"NOT (({REVOKED}) OR ({REPLACED}))",
        "an ending agrees with its diploma",
    ),
    Guard("ending_stays", "diplomas_ending", "UPDATE", "1 = 1", "an ending stays"),
    Guard("ending_goes", "diplomas_ending", "DELETE", f"NOT {IN_REHEARSAL}", "an ending stays"),
]
KEPT = {"diplomas_ending": [Key(["id"]), Key(["diploma_id"]), Key(["successor_id"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0009_endings_of_before"),
        ("experts", "0006_rows_are_not_replaced"),
    ]

    operations = [guarding(GUARDS), keeping(KEPT)]

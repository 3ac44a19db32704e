"""The log of an event goes only with the event: once a row says that it is removed, and what its log was.

No such row is written for an event with sheets or diplomas, and none is changed, deleted or replaced.
"""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

IS_REMOVED = "EXISTS (SELECT 1 FROM events_removedevent r WHERE r.event_number = OLD.event_id)"
HAS_SHEETS = """EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN projects_defense d ON d.id = s.defense_id JOIN projects_project p ON p.id = d.project_id
  WHERE p.event_id = NEW.event_number)"""
HAS_DIPLOMAS = "EXISTS (SELECT 1 FROM diplomas_diploma d WHERE d.event_id = NEW.event_number)"
APPEND_ONLY = "the audit log is append-only"
ALWAYS = "1 = 1"
GUARDS = [
    Guard("audit_stays", "events_auditentry", "UPDATE", ALWAYS, APPEND_ONLY),
    Guard("audit_goes", "events_auditentry", "DELETE", f"NOT {IS_REMOVED}", APPEND_ONLY),
    Guard("removal_stays", "events_removedevent", "UPDATE", ALWAYS, "a removal stays"),
    Guard("removal_goes", "events_removedevent", "DELETE", ALWAYS, "a removal stays"),
    Guard(
        "removal_comes",
        "events_removedevent",
        "INSERT",
        f"{HAS_SHEETS} OR {HAS_DIPLOMAS}",
        "the event has sheets or diplomas",
    ),
]
KEYS = {"events_removedevent": [Key(["id"]), Key(["event_number"])]}
# As events/0002 made them.
FORMER = {
    "sqlite": {
        f"audit_refuses_{act.lower()}": f"BEFORE {act} ON events_auditentry "
        f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
        for act in ("UPDATE", "DELETE")
    },
    "postgresql": {
        "audit_refuses_edits": "BEFORE UPDATE OR DELETE ON events_auditentry "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
    },
}


def drop_former(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name in FORMER[vendor]:
        of_table = "" if vendor == "sqlite" else " ON events_auditentry"
        schema_editor.execute(f"DROP TRIGGER {name}{of_table}")


def make_former(apps, schema_editor):
    for name, made in FORMER[schema_editor.connection.vendor].items():
        schema_editor.execute(f"CREATE TRIGGER {name} {made}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0016_invitations_and_removed_events"),
        ("experts", "0010_every_role_recuses"),
        ("diplomas", "0006_a_diploma_stays"),
    ]

    operations = [
        migrations.RunPython(drop_former, make_former),
        guarding(GUARDS),
        keeping(KEYS),
    ]

"""The log refuses to be edited or shortened, whoever holds the connection."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER audit_refuses_{act.lower()} BEFORE {act} ON events_auditentry
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """
    for act in ("UPDATE", "DELETE")
]
POSTGRES = [
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'check_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_refuses_edits BEFORE UPDATE OR DELETE ON events_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete"],
    "postgresql": [
        "DROP TRIGGER audit_refuses_edits ON events_auditentry",
        "DROP FUNCTION audit_is_append_only()",
    ],
}


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_people_and_day")]

    operations = [migrations.RunPython(install, remove)]

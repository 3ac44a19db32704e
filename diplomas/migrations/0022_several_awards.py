"""Somebody may have several awards, each for something else; what each is for is told apart by a column.

The column is put beside the others: SQLite would build the table anew, without what guards it.
"""

from importlib import import_module

from django.db import migrations, models

from events.guards import SQLITE, Guard, Key, displacing, guarding, replacing

DIPLOMA = "diplomas_diploma"
CURRENT = "{row}.state IN ('pending', 'ready')"
BEFORE = import_module("diplomas.migrations.0014_kinds_of_documents").AFTER
AFTER = {
    DIPLOMA: [
        *(key for key in BEFORE[DIPLOMA] if list(key.columns) != ["person_id", "kind"]),
        Key(["person_id", "kind", "award"], CURRENT),
    ]
}
GUARDS = [
    Guard(
        "diploma_has_no_award",
        DIPLOMA,
        "INSERT",
        "NEW.award <> '' AND NEW.kind <> 'award'",
        "an award alone is for something",
    ),
    Guard(
        "diploma_award_stays",
        DIPLOMA,
        "UPDATE",
        "NEW.award <> OLD.award AND (OLD.state <> 'pending' OR OLD.kind <> 'award')",
        "a diploma stays",
    ),
]


def exchange(schema_editor, old, new):
    """On PostgreSQL nothing stands in another's place."""
    if schema_editor.connection.vendor != SQLITE:
        return
    dropped = [
        each for guard in (*replacing(old), *displacing(old)) for each in guard.dropping(SQLITE)
    ]
    made = [each for guard in (*replacing(new), *displacing(new)) for each in guard.making(SQLITE)]
    for statement in (*dropped, *made):
        schema_editor.execute(statement, params=None)


def keep_by_award(apps, schema_editor):
    exchange(schema_editor, BEFORE, AFTER)


def keep_as_before(apps, schema_editor):
    exchange(schema_editor, AFTER, BEFORE)


def tell_apart(apps, schema_editor):
    """By what they are for in all languages in which it is said."""
    awards = apps.get_model("diplomas", "Diploma").objects.filter(kind="award")
    for each in awards.iterator():
        words = each.snapshot.get("award", {}).values()
        said = {" ".join(one.split()).casefold() for one in words} - {""}
        awards.filter(pk=each.pk).update(award="\n".join(sorted(said)))


def refuse_several(apps, schema_editor):
    """What stands beside another award of its holder has no place in a table of before."""
    current = apps.get_model("diplomas", "Diploma").objects.filter(
        kind="award", state__in=["pending", "ready"]
    )
    people = current.values("person").annotate(count=models.Count("pk"))
    if several := people.filter(count__gt=1).count():
        raise RuntimeError(f"{several} people have several awards: revoke all but one of each.")


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0021_order_of_call")]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE {DIPLOMA} ADD COLUMN award varchar(400) NOT NULL DEFAULT ''",
            reverse_sql=f"ALTER TABLE {DIPLOMA} DROP COLUMN award",
            state_operations=[
                migrations.AddField(
                    model_name="diploma",
                    name="award",
                    field=models.CharField(blank=True, default="", editable=False, max_length=400),
                ),
            ],
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="diploma", name="one_current_diploma_of_a_kind"),
        migrations.AddConstraint(
            model_name="diploma",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["pending", "ready"])),
                fields=("person", "kind", "award"),
                name="one_current_diploma_of_a_kind",
            ),
        ),
        migrations.RunPython(keep_by_award, keep_as_before),
        guarding(GUARDS),
        migrations.RunPython(migrations.RunPython.noop, refuse_several),
    ]

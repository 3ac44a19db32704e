"""An award is told apart by its words in all languages, for which there is more room; none is issued without."""

from django.db import migrations, models

from events.guards import SQLITE, Guard, guarding

GUARDS = [
    Guard(
        "award_is_for_something",
        "diplomas_diploma",
        "INSERT",
        "NEW.kind = 'award' AND NEW.award = ''",
        "an award is for something",
    ),
]


def make_room(apps, schema_editor):
    """SQLite measures no text, and would build the table anew, without what guards it."""
    if schema_editor.connection.vendor != SQLITE:
        schema_editor.execute("ALTER TABLE diplomas_diploma ALTER COLUMN award TYPE varchar(1200)")


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0022_several_awards")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_room, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="diploma",
                    name="award",
                    field=models.CharField(blank=True, default="", editable=False, max_length=1200),
                ),
            ],
        ),
        guarding(GUARDS),
    ]

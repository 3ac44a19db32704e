"""An event has a wording for each kind of document; what it had is that of the diploma."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("diploma", "diploma"),
    ("certificate", "certificate"),
    ("supervisor", "letter of thanks to a supervisor"),
    ("expert", "letter of thanks to an expert"),
    ("award", "award of the day"),
]


def keep_all_wordings(apps, schema_editor):
    """Before this an event had the wording of its diploma alone; nothing that somebody worded is thrown away unasked."""
    others = apps.get_model("diplomas", "Design").objects.exclude(kind="diploma")
    if count := others.count():
        raise RuntimeError(
            f"{count} wordings are of documents that are no diplomas, and there was no room for them before. "
            "Take the program's own words for these kinds first, or keep this version."
        )


class Migration(migrations.Migration):
    dependencies = [("diplomas", "0014_kinds_of_documents")]

    operations = [
        migrations.AlterModelOptions(name="design", options={"ordering": ["event", "pk"]}),
        migrations.AddField(
            model_name="design",
            name="kind",
            field=models.CharField(choices=KINDS, default="diploma", editable=False, max_length=12),
        ),
        migrations.AlterField(
            model_name="design",
            name="event",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="events.event"),
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.UniqueConstraint(
                fields=("event", "kind"), name="one_wording_of_a_kind"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_all_wordings),
    ]

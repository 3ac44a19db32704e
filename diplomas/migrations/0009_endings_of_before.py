"""What was corrected before endings were kept has one each, of the moment at which its successor was issued."""

from django.db import migrations


def keep_endings(apps, schema_editor):
    diplomas = apps.get_model("diplomas", "Diploma").objects
    replaced = diplomas.filter(state="superseded", superseded_by__isnull=False)
    ending = apps.get_model("diplomas", "Ending")
    ending.objects.bulk_create(
        ending(diploma=old, kind="corrected", successor=new, at=new.issued_at)
        for old in replaced.select_related("superseded_by").order_by("pk")
        for new in [old.superseded_by]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0008_endings"),
    ]

    operations = [migrations.RunPython(keep_endings, migrations.RunPython.noop, elidable=True)]

"""Rules that are locked already were locked under the first version of the methods."""

from django.db import migrations


def say_the_first(apps, schema_editor):
    locked = apps.get_model("events", "Event").objects.filter(rule_locked_at__isnull=False)
    locked.update(rule_version=1)


class Migration(migrations.Migration):
    dependencies = [("events", "0034_methods_of_scoring")]

    operations = [migrations.RunPython(say_the_first, migrations.RunPython.noop)]

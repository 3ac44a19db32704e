from django.db import migrations


def rename_topic(old, new):
    def rename(apps, schema_editor):
        apps.get_model("events", "Fact").objects.filter(topic=old).update(topic=new)

    return rename


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_course"),
    ]

    operations = [
        migrations.RunPython(
            rename_topic("programme", "course"), rename_topic("course", "programme")
        ),
    ]

"""What was confirmed before the words were kept was what is printed now: a change of them undid it."""

from django.db import migrations

PRINTED = ("kk", "ru", "en")


def keep_words(apps, schema_editor):
    people = apps.get_model("events", "Person").objects.exclude(confirmed_at=None)
    confirmed = apps.get_model("events", "ConfirmedName")
    confirmed.objects.bulk_create(
        confirmed(person=person, names=words_of(person), at=person.confirmed_at)
        for person in people.select_related("event").order_by("pk")
    )


def words_of(person):
    languages = [each for each in person.event.languages if each in PRINTED] or PRINTED[:1]
    return {each: person.printed_names.get(each) or person.name for each in languages}


class Migration(migrations.Migration):
    dependencies = [("events", "0031_confirmed_names")]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop, elidable=True)]

"""Letters about documents that were written before this was kept told of those that were ready then.

An award that is not published yet is left out: whoever was written to hears of it once it is.
"""

from django.db import migrations


def tell(apps, schema_editor):
    letters = apps.get_model("events", "Letter").objects.filter(purpose="document", told=[])
    documents = apps.get_model("diplomas", "Diploma").objects
    for letter in letters.select_related("person__event"):
        ready = documents.filter(person=letter.person_id, ready_at__lte=letter.written_at)
        if "awards" not in letter.person.event.published:
            ready = ready.exclude(kind="award")
        letter.told = list(ready.order_by("sequence").values_list("code", flat=True))
        letter.save(update_fields=["told"])


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0023_an_award_is_for_something"),
        ("events", "0044_what_a_letter_told"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]

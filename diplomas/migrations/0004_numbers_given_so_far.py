"""The register goes on after every number that was ever printed, and what was printed stays.

Each event counted for itself until now. Of the diplomas with one number the first keeps it alone, a real one
before one of a rehearsal; the others are marked.
"""

import re

from django.db import migrations

NUMBER = re.compile(r"(\d{4})/(\d+)")


def go_on_after_the_printed(apps, schema_editor):
    diplomas = apps.get_model("diplomas", "Diploma").objects
    registers = apps.get_model("diplomas", "Register").objects
    last, seen, repeated = {}, set(), []
    rows = diplomas.order_by("is_rehearsal", "issued_at", "pk")
    for pk, number in rows.values_list("pk", "number").iterator():
        if number in seen:
            repeated.append(pk)
        seen.add(number)
        if found := NUMBER.match(number):
            year, place = map(int, found.groups())
            last[year] = max(last.get(year, 0), place)
    for start in range(0, len(repeated), 500):
        some = repeated[start : start + 500]
        diplomas.filter(pk__in=some).update(repeats_a_number=True)
    for year, place in last.items():
        registers.update_or_create(year=year, is_rehearsal=False, defaults={"last": place})


class Migration(migrations.Migration):
    dependencies = [
        ("diplomas", "0003_register"),
    ]

    operations = [
        migrations.RunPython(go_on_after_the_printed, migrations.RunPython.noop),
    ]

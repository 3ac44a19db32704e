"""What a person said of being named in public, and the day they said it: both, or neither.

That is a guard and no check: SQLite makes a table anew for a check, without the guards that stand on it.
"""

from django.db import migrations, models

import events.values
from events.guards import Guard, guarding

HALF = "(NEW.named_in_public IS NULL) <> (NEW.named_in_public_on IS NULL)"
GUARDS = [
    Guard(
        f"person_naming_{act.lower()}",
        "events_person",
        act,
        HALF,
        "what was said of being named has its day",
    )
    for act in ("INSERT", "UPDATE")
]


class Migration(migrations.Migration):
    dependencies = [("events", "0020_asked_names")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="named_in_public",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="named_in_public_on",
            field=models.DateField(blank=True, null=True, validators=[events.values.Day()]),
        ),
        guarding(GUARDS),
    ]

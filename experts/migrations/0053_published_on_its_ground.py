"""What stands on another thing is public with it alone: figures and evidence on results, names of experts on evidence."""

from django.db import migrations

from events.guards import Guard, guarding

TEXT = "CAST(NEW.published AS text)"
STANDS_ON = {"figures": "results", "evidence": "results", "experts": "evidence"}


def shows(thing: str) -> str:
    return f"""REPLACE({TEXT}, '"{thing}"', '') <> {TEXT}"""


ALONE = " OR ".join(
    f"({shows(thing)} AND NOT ({shows(ground)}))" for thing, ground in STANDS_ON.items()
)
GUARDS = [
    Guard(f"published_alone_{act.lower()}", "events_event", act, f"({ALONE})", "public alone")
    for act in ("INSERT", "UPDATE")
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0052_nothing_is_added_to_what_is_sealed")]

    operations = [guarding(GUARDS)]

"""Confirmed words agree with their person's confirmation as they are written, and none are changed."""

from django.db import migrations

from events.guards import Guard, Key, guarding, keeping

AGREES = """EXISTS (SELECT 1 FROM events_person p
  WHERE p.id = NEW.person_id AND p.confirmed_at = NEW.at)"""
GUARDS = [
    Guard(
        "confirmed_name_comes",
        "events_confirmedname",
        "INSERT",
        f"NOT {AGREES}",
        "a confirmation agrees with its person",
    ),
    Guard(
        "confirmed_name_stays", "events_confirmedname", "UPDATE", "1 = 1", "confirmed words stay"
    ),
]
KEPT = {"events_confirmedname": [Key(["id"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0032_confirmed_names_of_before"),
        ("experts", "0006_rows_are_not_replaced"),
    ]

    operations = [guarding(GUARDS), keeping(KEPT)]

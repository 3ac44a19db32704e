from collections import Counter

from django.db import migrations


def into_notes(apps, schema_editor):
    """Spellings first, then inconsistencies, as the page showed them."""
    renumber(
        apps.get_model("events", "Fact")
        .objects.filter(topic__in=["spelling", "inconsistency"])
        .order_by("event_id", "-topic", "order"),
        lambda fact: "notes",
    )


def out_of_notes(apps, schema_editor):
    """Whatever has a label can only have been a spelling."""
    renumber(
        apps.get_model("events", "Fact")
        .objects.filter(topic="notes")
        .order_by("event_id", "order"),
        lambda fact: "spelling" if str(fact.label) else "inconsistency",
    )


def renumber(facts, topic_of):
    counts = Counter()
    for fact in list(facts):
        fact.topic = topic_of(fact)
        counts[fact.event_id, fact.topic] += 1
        fact.order = counts[fact.event_id, fact.topic]
        fact.save(update_fields=["topic", "order"])


class Migration(migrations.Migration):
    dependencies = [("events", "0006_over_takes_no_marks")]

    operations = [migrations.RunPython(into_notes, out_of_notes)]

from importlib import import_module

import pytest
from django.apps import apps

from events.models import Fact
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("events.migrations.0007_source_criticism_becomes_notes")


def facts() -> list[tuple[str, int, str, str]]:
    rows = Fact.objects.order_by("event_id", "topic", "order")
    return [(fact.topic, fact.order, str(fact.label), str(fact.text)) for fact in rows]


def test_what_was_said_of_the_source_becomes_notes_and_back():
    event = EventFactory()
    for topic, order, label, text in (
        ("guests", 1, "", "a guest"),
        ("inconsistency", 1, "", "two numbers"),
        ("inconsistency", 2, "", "no rule"),
        ("spelling", 1, "Aryn", "Arynkyzy"),
    ):
        Fact.objects.create(event=event, topic=topic, order=order, label=label, text=text)
    before = facts()

    MIGRATION.into_notes(apps, None)
    moved = facts()
    MIGRATION.out_of_notes(apps, None)

    assert moved == [
        ("guests", 1, "", "a guest"),
        ("notes", 1, "Aryn", "Arynkyzy"),
        ("notes", 2, "", "two numbers"),
        ("notes", 3, "", "no rule"),
    ]
    assert facts() == before

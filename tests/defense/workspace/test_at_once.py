"""An event file is written while another organizer saves: their change is not lost."""

from threading import Event as Signal
from threading import Thread
from time import sleep

import pytest
from django.db import connections, transaction
from django.test import Client

from defense.event_file.loading import held_event
from defense.event_file.revising import revise_event
from defense.event_file.writing import dump_event, write_event_file
from defense.workspace.people import person_of
from defense.workspace.rows import replaced, with_list
from events.models import Person, Upload
from events.services.uploads import keep_upload
from tests.cast import as_organizer, gather
from tests.defense.workspace.pages import page
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)

UNTIL_THE_OTHER_WAITS = 1.0  # seconds; who reads before the lock has read by then


def noted(key):
    def revision(file):
        person = person_of(file, key)
        changed = person.model_copy(update={"note": "Comes by train"})
        return with_list(file, "people", replaced(file.people, person, changed))

    return revision


def while_another_saves(cast, act):
    """`act` begins when somebody has written a note of Emil, and is through before it can hold the event."""
    has_written = Signal()

    def another():
        try:
            with transaction.atomic():
                held_event(cast.event.slug)
                revise_event(cast.event, noted(cast.emil.person.key), actor="test", at=DAY)
                has_written.set()
                sleep(UNTIL_THE_OTHER_WAITS)
        finally:
            connections.close_all()

    thread = Thread(target=another)
    thread.start()
    assert has_written.wait(30)
    act()
    thread.join(30)


def note_of_emil(cast):
    return Person.objects.get(pk=cast.emil.person_id).note


def test_an_event_file_is_not_written_over_what_was_saved_since_it_was_shown():
    cast = gather()
    olga = as_organizer(Client(), cast.olga)
    content = write_event_file(dump_event(cast.event)).replace(b'"Tia"', b'"Tia Other"')
    kind = Upload.Kind.EVENT_FILE
    upload = keep_upload(cast.event, kind, name="e.json", content=content, by=cast.olga)
    seen = olga.get(page("event_file_look", cast, upload.pk)).context["seen"]
    address = page("event_file_write", cast, upload.pk)

    while_another_saves(cast, lambda: olga.post(address, {"seen": seen}))

    assert note_of_emil(cast) == "Comes by train"
    assert Person.objects.filter(name="Tia").exists()

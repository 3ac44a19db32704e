"""The event out and in as its file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from defense.event_file.writing import dump_event, write_event_file
from events.models import Event, Person, Upload
from tests.cast import as_organizer
from tests.defense.workspace.test_exports import page
from tests.house.scene import set_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return set_scene()


@pytest.fixture
def olga(client, scene):
    return as_organizer(client, scene.cast.olga)


def test_the_event_goes_out_and_comes_back_with_its_difference_shown_first(olga, scene):
    event = scene.cast.event
    content = olga.get(page("event_file_out", scene)).content
    assert content == write_event_file(dump_event(event))
    changed = content.replace(b"Emil Qanaryov", b"Emil Changed")

    answer = olga.post(
        page("event_file_bring", scene), {"file": SimpleUploadedFile("e.json", changed)}
    )
    looked = olga.get(answer["Location"])

    assert [heading for heading, _ in looked.context["groups"]] == ["Changed", "Taken out", "Stays"]
    assert "<del>Emil Qanaryov</del>" in looked.content.decode()
    assert "<ins>Emil Changed</ins>" in looked.content.decode()
    assert not Person.objects.filter(name="Emil Changed").exists()
    upload = Upload.objects.get()
    olga.post(page("event_file_write", scene, upload.pk), {"seen": "something else"})
    assert not Person.objects.filter(name="Emil Changed").exists()
    olga.post(page("event_file_write", scene, upload.pk), {"seen": looked.context["seen"]})
    assert Person.objects.filter(name="Emil Changed").exists()


def test_a_file_of_another_event_or_a_broken_one_changes_nothing(olga, scene):
    before = dump_event(scene.cast.event)
    other = write_event_file(dump_event(scene.cast.other_event))
    for content, part in ((other, "of the event “theirs”"), (b"{", "Nothing was changed")):
        answer = olga.post(
            page("event_file_bring", scene), {"file": SimpleUploadedFile("e.json", content)}
        )
        assert (answer.status_code, part in answer.content.decode()) == (422, True)
    assert dump_event(Event.objects.get(pk=scene.cast.event.pk)) == before

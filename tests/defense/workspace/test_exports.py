"""Lists taken away: complete, safe to open, in the language of the reader; the event out and in as its file."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from defense.event_file.writing import dump_event, write_event_file
from defense.workspace.lists import LISTS
from events.models import Event, Person, Upload
from events.spreadsheets import read_spreadsheet
from events.spreadsheets.writing import List, as_delimited, as_workbook
from tests.cast import as_organizer
from tests.house.scene import set_scene

pytestmark = pytest.mark.django_db
DANGEROUS = [
    '=HYPERLINK("http://127.0.0.1","x")',
    "+7 701",
    "-",
    "@SUM(1)",
    "Әлия; Ғали",
    "-1+1",
    "|calc",
    'a"b',
]


@pytest.fixture
def scene():
    return set_scene()


@pytest.fixture
def olga(client, scene):
    return as_organizer(client, scene.cast.olga)


def page(name, scene, *arguments):
    return reverse(f"organizer:{name}", args=[scene.cast.event.slug, *arguments])


@pytest.mark.parametrize("written", [as_workbook, as_delimited])
def test_no_cell_is_a_formula_and_every_one_is_the_same_when_it_comes_back(written):
    content = written(List("Тізім", ["Ескерту"], [[text] for text in DANGEROUS]))

    assert [row.at(0) for row in read_spreadsheet(content).table.rows[1:]] == DANGEROUS
    if written is as_workbook:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
    else:
        lines = content.decode("utf-8-sig").split("\r\n")
        assert content.startswith(b"\xef\xbb\xbf")
        assert not [line for line in lines if line.lstrip('"')[:1] in "=+@|" and line]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_list_is_taken_away_in_the_language_of_its_reader(olga, scene, kind):
    said = {name: set() for name in LISTS}
    for language in ("en", "kk", "ru"):
        olga.cookies["django_language"] = language
        for name in LISTS:
            answer = olga.get(page(f"list_{name}", scene, kind))
            assert answer["Content-Disposition"].startswith("attachment")
            said[name].add(str([row.cells for row in read_spreadsheet(answer.content).table.rows]))

    assert {name: len(each) for name, each in said.items()} == dict.fromkeys(LISTS, 3)


def test_the_list_of_people_names_everybody(olga, scene):
    answer = olga.get(page("list_people", scene, "xlsx"))

    names = {row.at(0) for row in read_spreadsheet(answer.content).table.rows[1:]}
    assert names == set(
        Person.objects.filter(event=scene.cast.event).values_list("name", flat=True)
    )


def test_the_event_goes_out_and_comes_back_with_its_difference_shown_first(olga, scene):
    event = scene.cast.event
    content = olga.get(page("event_file_out", scene)).content
    assert content == write_event_file(dump_event(event))
    changed = content.replace(b"Emil Qanaryov", b"Emil Changed")

    answer = olga.post(
        page("event_file_bring", scene), {"file": SimpleUploadedFile("e.json", changed)}
    )
    looked = olga.get(answer["Location"])

    assert "Emil Changed" in looked.content.decode()
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

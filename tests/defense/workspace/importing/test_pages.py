"""An import by its pages: brought, looked at, chosen, written, taken back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from defense.event_file.writing import dump_event
from events.models import Event, Person, Upload
from events.services.photographs import put_photograph
from events.services.uploads import keep_upload
from tests.cast import as_organizer, gather
from tests.factories import DAY, PassFactory
from tests.pictures_of_people import portrait
from tests.spreadsheets import delimited, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


def page(name, cast, *arguments):
    return reverse(f"organizer:{name}", args=[cast.event.slug, *arguments])


def brought(olga, cast, content, name="list.xlsx"):
    """The page that a file leads to."""
    answer = olga.post(page("import_bring", cast), {"file": SimpleUploadedFile(name, content)})
    return olga.get(answer["Location"]) if answer.status_code == 302 else answer


def sent_from(response, **changes):
    """What a browser sends of the form on the page."""
    form = response.context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: "" if value is None else value for name, value in values.items()}
    return sent | {"seen": response.context["look"].digest} | changes


def the_file(cast):
    return dump_event(Event.objects.get(pk=cast.event.pk))


ROWS = (["ФИО", "Команда", "Город"], ["Tia", 1, "Алматы"], ["Ким Анна", 1, None], ["-", 1, None])


def test_a_list_is_looked_at_written_and_taken_back(olga, cast):
    before = the_file(cast)
    looked = brought(olga, cast, workbook(*ROWS))
    upload = Upload.objects.get()

    assert [each.count for each in looked.context["sums"]] == [1, 1, 1]
    assert the_file(cast) == before
    olga.post(page("import_write", cast, upload.pk), sent_from(looked))

    assert Person.objects.filter(name="Ким Анна").exists()
    upload.refresh_from_db()
    assert (upload.data, upload.counts["new"], upload.choices["columns"]["команда"]) == (
        b"",
        1,
        "team",
    )
    assert "Undo the import" in olga.get(page("import", cast, upload.pk)).content.decode()
    olga.post(page("import_undo", cast, upload.pk))
    assert the_file(cast) == before
    again = olga.post(page("import_undo", cast, upload.pk), follow=True)
    assert "taken back already" in again.content.decode()


def test_an_import_is_not_taken_back_once_something_hangs_on_it(olga, cast):
    looked = brought(olga, cast, workbook(*ROWS))
    upload = Upload.objects.get()
    olga.post(page("import_write", cast, upload.pk), sent_from(looked))
    Person.objects.filter(name="Ким Анна").update(note="Comes later")
    written = the_file(cast)

    answer = olga.post(page("import_undo", cast, upload.pk), follow=True)

    assert "Ким Анна was changed since." in answer.content.decode()
    assert the_file(cast) == written
    Person.objects.filter(name="Ким Анна").update(note="", confirmed_at=DAY)
    Person.objects.filter(name="Tia").update(city="Шымкент")
    assert (
        "Tia was changed since."
        in olga.post(page("import_undo", cast, upload.pk), follow=True).content.decode()
    )


def a_card(person):
    PassFactory(person=person)


def a_photograph(person):
    put_photograph(person.event, person.pk, portrait(), seen="", actor="system:test")


@pytest.mark.parametrize("hang", [a_card, a_photograph])
def test_an_import_is_not_taken_back_once_there_is_something_of_somebody(olga, cast, hang):
    looked = brought(olga, cast, workbook(*ROWS))
    upload = Upload.objects.get()
    olga.post(page("import_write", cast, upload.pk), sent_from(looked))
    hang(Person.objects.get(name="Ким Анна"))
    written = the_file(cast)

    answer = olga.post(page("import_undo", cast, upload.pk), follow=True)

    assert "cannot be taken back any more. “Ким Анна” stays" in answer.content.decode()
    assert the_file(cast) == written
    upload.refresh_from_db()
    assert upload.can_be_undone


def test_what_columns_mean_is_chosen_and_remembered(olga, cast):
    content = workbook(["Кто", "Откуда"], ["Ким Анна", "Алматы"])
    looked = brought(olga, cast, content)
    assert "No column is known to hold names" in looked.content.decode()

    chosen = sent_from(looked, column_0="name", column_1="city")
    unseen = olga.post(page("import_write", cast, Upload.objects.get().pk), chosen, follow=True)

    assert "look at what was chosen first" in unseen.content.decode()
    assert [str(each.fate) for each in unseen.context["look"].plan.fates] == ["new"]
    olga.post(page("import_write", cast, Upload.objects.get().pk), sent_from(unseen))
    assert str(Person.objects.get(name="Ким Анна").city) == "Алматы"
    again = brought(olga, cast, content)
    assert [str(each.fate) for each in again.context["look"].plan.fates] == ["same"]


def test_two_columns_of_one_meaning_are_refused_at_the_second(olga, cast):
    looked = brought(olga, cast, workbook(["ФИО", "Откуда"], ["Ким Анна", "Алматы"]))

    answer = olga.post(
        page("import_choose", cast, Upload.objects.get().pk), sent_from(looked, column_1="name")
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["column_1"])


def test_questions_are_answered_on_the_page(olga, cast):
    looked = brought(
        olga, cast, workbook(["ФИО", "Город"], ["ТИА НУРТАЙ", None], ["Тиа Нұртай", "Алматы"])
    )
    html = looked.content.decode()
    assert "Тиа Нұртай" in html
    assert 'name="who_3"' in html

    olga.post(page("import_write", cast, Upload.objects.get().pk), sent_from(looked, who_3="row:2"))

    assert str(Person.objects.get(name="ТИА НУРТАЙ").city) == "Алматы"
    assert not Person.objects.filter(name="Тиа Нұртай").exists()


def test_the_code_page_is_shown_with_a_sample_and_can_be_said_otherwise(olga, cast):
    content = delimited(["ФИО", "Тема"], ["Әсел Қайратқызы", "Мектеп; үй"], code_page="kz1048")
    looked = brought(olga, cast, content, "office.csv")

    assert looked.context["form"].fields["code_page"].initial == "kz1048"
    assert "Әсел Қайратқызы" in looked.content.decode()
    otherwise = olga.post(
        page("import_choose", cast, Upload.objects.get().pk),
        sent_from(looked, code_page="cp1251"),
        follow=True,
    )
    assert "Єсел" in otherwise.content.decode() or "Јсел" in otherwise.content.decode()


def test_refused_rows_are_taken_away_as_a_file_and_brought_again(olga, cast):
    brought(olga, cast, workbook(*ROWS))

    answer = olga.get(page("import_refused", cast, Upload.objects.get().pk))

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == ("ФИО", "Команда", "Город", "Why it was refused")
    assert rows[1] == ("-", "1", None, "Column A, ФИО: “-” is nobody's name.")
    assert [
        str(each.fate) for each in brought(olga, cast, answer.content).context["look"].plan.fates
    ] == ["refused"]


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_template_says_nothing_new_when_it_is_brought_back(olga, cast, language):
    olga.cookies["django_language"] = language
    Person.objects.filter(name="Tia").update(
        school_kind="мектеп", school_number=5, organisation="№ 5 мектеп", note="-"
    )

    content = olga.get(page("import_template", cast)).content

    fates = brought(olga, cast, content).context["look"].plan.fates
    assert {str(each.fate) for each in fates} == {"same"}
    assert len(fates) == Person.objects.filter(event=cast.event).count()


def test_nothing_is_written_of_a_list_that_is_dropped(olga, cast):
    before = the_file(cast)
    brought(olga, cast, workbook(*ROWS))

    olga.post(page("import_drop", cast, Upload.objects.get().pk))

    assert (Upload.objects.count(), the_file(cast)) == (0, before)


def test_whoever_drops_a_list_drops_no_event_file(olga, cast):
    kind = Upload.Kind.EVENT_FILE
    brought_here = keep_upload(cast.event, kind, name="e.json", content=b"{}", by=cast.olga)

    as_organizer(olga, cast.sara).post(page("import_drop", cast, brought_here.pk))

    assert Upload.objects.filter(pk=brought_here.pk).exists()


def test_of_two_writers_of_one_list_the_second_writes_nothing(olga, cast):
    looked = brought(olga, cast, workbook(*ROWS))
    upload = Upload.objects.get()
    for _twice in range(2):
        answer = olga.post(page("import_write", cast, upload.pk), sent_from(looked), follow=True)

    assert answer.status_code == 200
    assert Person.objects.filter(name="Ким Анна").count() == 1

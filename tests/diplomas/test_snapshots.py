import dataclasses
from datetime import date
from unicodedata import normalize

import pytest
from i18nfield.strings import LazyI18nString

from diplomas.errors import TOO_LONG, UNPRINTABLE, NameRefused
from diplomas.models import Design
from diplomas.paper import lines_of_paper
from diplomas.record import DiplomaRecord
from diplomas.snapshots import Registration, Wording, check_names, days_of, record_of, take_snapshot
from diplomas.texts import default_design
from events.models import Event, Person

REGISTRATION = Registration(
    number="2019/044", code="7K3MQ9XBT4WD", verify_url="https://example.org/d/7K3MQ9XBT4WD"
)
THREE = ["en", "kk", "ru"]


def event_of(languages=THREE, **fields):
    given = {
        "title": LazyI18nString("Defense day"),
        "course": LazyI18nString(
            {"en": "Management in Education", "kk": "Білім берудегі менеджмент"}
        ),
        "organiser": LazyI18nString("Institute"),
        "city": LazyI18nString({"en": "Shymkent", "kk": "Шымкент қ."}),
        "starts_on": date(2019, 11, 30),
        "ends_on": date(2019, 11, 30),
        "languages": languages,
    }
    return Event(**{**given, **fields})


def snapshot_of(language="en", design=None, person=None, supervisors=(), **event_fields):
    languages = [language, *(each for each in THREE if each != language)]
    event = event_of(**{"languages": languages, **event_fields})
    return take_snapshot(
        REGISTRATION,
        person=person or Person(name="Tia Trainee"),
        topics=[LazyI18nString("Talent management")],
        wording=Wording(event, design or default_design(event), "Clara Chair"),
        supervisors=supervisors,
    )


def test_a_snapshot_has_every_word_of_the_record_and_two_beside():
    words = {field.name for field in dataclasses.fields(DiplomaRecord)}
    words -= {"beside", "accent", "logo"}  # said where there is something to say

    assert snapshot_of().keys() == words | {"programme", "starts_on"}


def test_the_default_wording_in_english():
    record = record_of(snapshot_of("en"))

    assert (record.kind, record.kinds, record.lead) == (
        "DIPLOMA",
        "Диплом",
        "this diploma is awarded to",
    )
    assert record.before_topic == ("for the public defense of the project",)
    assert record.topic == "“Talent management”"
    assert record.after_topic == ("in the programme “Management in Education”",)
    assert record.place_and_date == "Shymkent · 30 November 2019"
    assert record.signatories == (
        ("Chair of the expert group", "Clara Chair"),
        ("On behalf of the organiser", ""),
    )


def test_the_default_wording_in_kazakh():
    record = record_of(snapshot_of("kk"))

    assert (record.kind, record.kinds) == ("ДИПЛОМ", "Diploma")
    assert record.before_topic == ("«Білім берудегі менеджмент» бағдарламасы бойынша",)
    assert record.topic == "«Talent management»"
    assert record.after_topic == ("жобасын көпшілік алдында қорғағаны үшін марапатталады",)
    assert record.place_and_date == "Шымкент қ. · 2019 жылғы 30 қараша"


def test_the_default_wording_in_russian():
    record = record_of(snapshot_of("ru"))

    assert record.lead == "настоящим дипломом награждается"
    assert record.before_topic == ("за публичную защиту проекта",)
    assert record.after_topic == ("в рамках программы «Management in Education»",)
    assert record.place_and_date == "Shymkent · 30 ноября 2019 г."


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("kk", ["Аман"], "Жоба жетекшісі: Аман"),
        ("kk", ["Аман", "Дана"], "Жоба жетекшілері: Аман, Дана"),
        ("ru", ["Аман"], "Руководитель проекта: Аман"),
        ("ru", ["Аман", "Дана", "Ян"], "Руководители проекта: Аман, Дана, Ян"),
        ("en", ["Aman"], "Project supervisor: Aman"),
        ("en", ["Aman", "Dana"], "Project supervisors: Aman, Dana"),
        ("en", [], ""),
    ],
)
def test_the_supervisors_of_the_project_are_named_in_order(language, names, said):
    assert record_of(snapshot_of(language, supervisors=names)).supervision == said


@pytest.mark.parametrize("language", THREE)
def test_the_product_claims_nothing_of_the_state(language):
    words = str(snapshot_of(language)).lower()

    assert not any(
        word in words for word in ("state", "мемлекет", "государств", "republic", "елтаңба")
    )


def test_an_events_own_design_is_used_line_by_line():
    design = Design(
        language="ru",
        title=LazyI18nString("Сертификат"),
        lead=LazyI18nString("выдан"),
        before_topic=LazyI18nString("\n".join(["за то, что", "проект защищён"])),
        after_topic=LazyI18nString(""),
        signatories=[{"role": {"ru": "Ректор", "en": "Rector"}, "name": "Рая Ректор"}],
    )

    record = record_of(snapshot_of("kk", design=design))

    assert record.kind == "СЕРТИФИКАТ"
    assert record.before_topic == ("за то, что", "проект защищён")
    assert record.after_topic == ()
    assert record.signatories == (("Ректор", "Рая Ректор"),)


def test_the_name_of_the_designs_language_is_printed_in_one_normal_form():
    person = Person(name="Tia", printed_names={"kk": f"  {normalize('NFD', 'Айла')}   Үлгі "})

    record = record_of(snapshot_of("kk", person=person))

    assert record.name == normalize("NFC", "Айла Үлгі")


def test_position_and_organisation_stand_under_the_name_when_they_are_known():
    person = Person(
        name="Tia",
        position=LazyI18nString("director"),
        organisation=LazyI18nString("school No.\u00a025"),
    )

    record = record_of(snapshot_of("en", person=person))

    assert record.name_note == "director, school No.\u00a025"
    assert record_of(snapshot_of("en")).name_note == ""


def test_a_rehearsal_is_written_across_the_page():
    assert record_of(snapshot_of("ru", is_rehearsal=True)).watermark == "РЕПЕТИЦИЯ"
    assert record_of(snapshot_of("ru")).watermark == ""


def test_a_row_from_before_a_word_was_known_is_still_a_record():
    snapshot = dict(snapshot_of("ru", is_rehearsal=True))
    del snapshot["watermark"], snapshot["kinds"]

    record = record_of(snapshot)

    assert (record.watermark, record.kinds) == ("", "")


def test_a_record_is_the_same_after_the_row():
    snapshot = snapshot_of("kk")

    record = record_of(snapshot)

    assert record.number == "2019/044"
    assert record.issued_on == date(2019, 11, 30)
    assert record_of(snapshot) == record


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ә" * 90, TOO_LONG),
        ("", TOO_LONG),
        ("Tia\u202eecila", UNPRINTABLE),
        ("Tia\u200bTrainee", UNPRINTABLE),
        ("Tia\x07", UNPRINTABLE),
        ("Tia 好", UNPRINTABLE),
    ],
)
def test_a_name_that_cannot_be_set_is_refused_by_name(name, code):
    with pytest.raises(NameRefused) as refused:
        check_names([name])

    assert refused.value.code == code
    assert str(refused.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    "name",
    ["Tia", "Әбілқызы Ғалия", "Нұрмұхамбетова-Әбдірахманқызы Гүлнәр Төлегенқызы Һәкімова-Үй"],
)
def test_a_name_that_can_be_set_is_not_refused(name):
    assert check_names([name]) is None


@pytest.mark.parametrize(
    ("language", "course", "line"),
    [
        ("ru", "Школа «Дарын»", "в рамках программы «Школа „Дарын“»"),
        ("ru", '"Менеджмент"', "в рамках программы «Менеджмент»"),
        ("en", "“Talent” in schools", "in the programme “‘Talent’ in schools”"),
        ("kk", "«Дарын» мектебі", "«„Дарын“ мектебі» бағдарламасы бойынша"),
    ],
)
def test_the_course_brings_its_own_quotation_marks(language, course, line):
    record = record_of(snapshot_of(language, course=LazyI18nString(course)))

    assert line in record.before_topic + record.after_topic


def test_every_text_of_the_paper_and_its_page_nests_quotation_marks():
    """As they were entered on the page of an old diploma too, which kept the course so."""
    marked = LazyI18nString('Ж "А "Б"" С')
    design = Design(language="ru", title=marked, lead=marked, signatories=[{"role": marked.data}])
    person = Person(name="Т", position=marked, organisation=marked)

    snapshot = snapshot_of("ru", design, person, course=marked, organiser=marked, city=marked)
    said = lines_of_paper("1", snapshot, "en")
    old = lines_of_paper("1", {**snapshot, "programme": marked.data}, "en")

    assert old == said
    assert [line.words for line in said if line.label == "Course"] == ["Ж «А „Б“» С"]
    assert [line.label for line in said if '"' in line.words] == []
    assert '"' not in snapshot["lead"] + snapshot["kinds"]


@pytest.mark.parametrize(
    ("title", "languages", "kinds"),
    [
        ({"kk": "Диплом", "ru": "ДИПЛОМ", "en": "Diploma"}, ["kk", "ru", "en"], "Diploma"),
        ({"kk": "Диплом", "ru": "Диплом", "en": "Diploma"}, ["en", "ru", "kk"], "Диплом"),
        ("Сертификат", ["ru", "kk", "en"], ""),
        ({"ru": "Сертификат"}, ["ru", "kk", "en"], ""),
        ({"kk": "Куәлік", "ru": "Сертификат"}, ["kk", "ru", "en"], "Сертификат"),
        ({"kk": "Диплом"}, ["kk"], ""),
    ],
)
def test_a_title_is_printed_once(title, languages, kinds):
    design = Design(language=languages[0], title=LazyI18nString(title), lead=LazyI18nString("…"))

    record = record_of(snapshot_of(languages[0], design=design, languages=languages))

    assert record.kinds == kinds


TWO_MONTHS = {"starts_on": date(2019, 11, 29), "ends_on": date(2019, 12, 1)}


def test_a_diploma_says_both_ends_of_several_days():
    snapshots = {language: snapshot_of(language, **TWO_MONTHS) for language in THREE}

    assert {language: record_of(each).place_and_date for language, each in snapshots.items()} == {
        "en": "Shymkent · 29 November – 1 December 2019",
        "kk": "Шымкент қ. · 2019 жылғы 29 қараша – 1 желтоқсан",
        "ru": "Shymkent · 29 ноября – 1 декабря 2019 г.",
    }
    assert record_of(snapshots["en"]).issued_on == date(2019, 12, 1)
    assert days_of(snapshots["kk"], "ru") == "29 ноября – 1 декабря 2019 г."


def test_one_issued_before_several_days_were_said_says_its_last():
    assert days_of({"issued_on": "2019-12-01"}, "en") == "1 December 2019"


@pytest.mark.parametrize(
    ("languages", "expected"), [(["en", "kk"], "en"), (["ru"], "ru"), (["de"], "kk"), ([], "kk")]
)
def test_the_default_design_speaks_the_events_first_language(languages, expected):
    assert default_design(event_of(languages)).language == expected

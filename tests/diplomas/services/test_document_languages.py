"""Documents in several languages, or in the one that their trainee chose: issued, corrected, duplicated, told."""

import pytest

from diplomas.errors import LanguageNotOffered, LanguageTooLate, NameRefused
from diplomas.handing import handing_board
from diplomas.models import ChosenLanguage, Design, Diploma, RenderJob
from diplomas.own_language import own_language
from diplomas.own_pages import own_pages
from diplomas.paper import lines_of_paper
from diplomas.register import register_of
from diplomas.reports import diploma_board
from diplomas.services.choosing_language import choose_language
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.issuing import retry_failed
from diplomas.services.issuing_anew import issue_anew
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.issuing_one import issue_one
from diplomas.services.outdated import ready_and_outdated
from diplomas.services.revoking import revoke_diploma
from diplomas.texts import default_design, languages_of_names
from events.errors import PassNotFound
from events.models import AuditEntry, Event, Pass, Person
from events.services.asked_names import NamesAreReal
from projects.models import Project
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY, PassFactory

pytestmark = pytest.mark.django_db

ACT = {"actor": "test", "at": DAY}
Beside = Design.Beside


def worded(event, beside, kind="diploma", **fields):
    design = default_design(event, kind)
    design.is_default, design.beside = False, beside
    for name, value in fields.items():
        setattr(design, name, value)
    design.save()
    return design


@pytest.fixture
def event():
    return event_with_team(3, languages=["kk", "ru", "en"], course="Management", city="Almaty")


@pytest.fixture
def people(event):
    return list(Person.objects.filter(teammember__isnull=False).order_by("teammember__order"))


def choose(person, language, **card):
    held = Pass.objects.filter(person=person).first() or PassFactory(person=person, **card)
    choose_language(held, language, at=DAY)


def languages(event):
    made = Diploma.objects.of_event(event).order_by("sequence")
    return [
        [each.snapshot["language"], *(one["language"] for one in each.snapshot.get("beside", ()))]
        for each in made
    ]


@pytest.mark.parametrize(
    ("beside", "found"),
    [("none", ["kk"]), ("ru", ["kk", "ru"]), ("all", ["kk", "ru", "en"]), ("chosen", ["kk"])],
)
def test_a_document_is_in_the_languages_of_its_wording(event, beside, found):
    worded(event, beside)

    issue(event)

    assert languages(event) == [found] * 3


def test_each_document_is_in_the_language_that_was_chosen_and_the_others_in_the_main_one(
    event, people
):
    worded(event, Beside.CHOSEN)
    choose(people[0], "ru")
    choose(people[1], "en")

    issue(event)

    assert languages(event) == [["ru"], ["en"], ["kk"]]
    first = Diploma.objects.get(person=people[0]).snapshot
    assert (first["kind"], first["lead"]) == ("ДИПЛОМ", "настоящим дипломом награждается")


def test_a_choice_counts_for_the_kinds_that_let_one_choose(event, people):
    worded(event, Beside.CHOSEN, "certificate")
    choose(people[0], "en")

    issue(event)
    issue_documents(event.pk, Diploma.Kind.CERTIFICATE, [each.pk for each in people], **ACT)

    assert languages(event) == [["kk"]] * 3 + [["en"], ["kk"], ["kk"]]


def test_who_comes_late_gets_the_chosen_language_as_well(event, people):
    worded(event, Beside.CHOSEN)
    choose(people[2], "ru")

    diploma = issue_one(event.pk, people[2].pk, **ACT)

    assert diploma.snapshot["language"] == "ru"


def test_what_is_issued_keeps_its_language(event, people):
    """Corrected, duplicated, revoked and issued anew, tried again."""
    worded(event, Beside.CHOSEN)
    choose(people[0], "ru")
    issue(event)
    RenderJob.objects.filter(diploma__person=people[0]).update(state=RenderJob.State.FAILED)
    retry_failed(event.pk, **ACT)
    make_ready(event)
    Person.objects.filter(pk=people[0].pk).update(name="Алия Другая")

    [corrected] = correct_outdated(event.pk, **ACT)
    make_ready(event)
    duplicate = duplicate_diploma(event.pk, corrected.code, reason="Lost", **ACT)
    make_ready(event)
    revoke_diploma(event.pk, duplicate.code, reason="Wrong", **ACT)
    anew = issue_anew(event.pk, duplicate.code, **ACT)

    said = [(each.snapshot["language"], each.snapshot["name"]) for each in (corrected, anew)]
    assert said == [("ru", "Алия Другая")] * 2
    assert duplicate.snapshot["duplicate"].startswith("ДУБЛИКАТ")
    assert languages(event)[0] == ["ru"]


def test_what_is_printed_keeps_its_language_whatever_is_chosen_or_offered_since(event, people):
    design = worded(event, Beside.CHOSEN)
    choose(people[0], "ru")
    issue(event)
    make_ready(event)
    design.beside, design.language = Beside.NONE, "en"
    design.save()
    Event.objects.filter(pk=event.pk).update(languages=["kk", "en"])
    event.refresh_from_db()
    assert ready_and_outdated(event) == []
    Person.objects.filter(pk=people[0].pk).update(name="Алия Другая")

    [corrected] = correct_outdated(event.pk, **ACT)
    RenderJob.objects.filter(diploma=corrected).update(state=RenderJob.State.FAILED)
    retry_failed(event.pk, **ACT)

    corrected.refresh_from_db()
    assert (corrected.snapshot["language"], corrected.snapshot["name"]) == ("ru", "Алия Другая")


def test_a_choice_is_open_until_the_diploma_is_issued(event, people):
    worded(event, Beside.CHOSEN)
    choose(people[0], "ru")
    choose(people[0], "en")
    choose(people[0], "en")
    issue(event)

    with pytest.raises(LanguageTooLate):
        choose(people[0], "kk")

    assert ChosenLanguage.objects.get().language == "en"
    lines = AuditEntry.objects.filter(verb="language.chosen").order_by("pk")
    assert [line.details["language"] for line in lines] == ["ru", "en"]
    assert not own_language(people[0]).is_open


def test_a_choice_ends_for_each_kind_when_that_is_issued(event, people):
    """Negative control: once it ended with the diploma, whatever was to be chosen."""
    worded(event, Beside.CHOSEN, "certificate", language="en")
    worded(event, Beside.CHOSEN, "award")
    before = coming(people[0])
    issue(event)

    choose(people[0], "ru")

    everybody = [each.pk for each in people]
    issue_documents(event.pk, Diploma.Kind.CERTIFICATE, everybody, **ACT)
    choose(people[0], "kk")
    issue_documents(event.pk, Diploma.Kind.AWARD, everybody, award={"kk": "Үздік"}, **ACT)
    assert before == [
        "certificate: in English",
        "award of the day, if you are given one: in Kazakh",
    ]
    own = Diploma.objects.filter(person=people[0]).order_by("sequence")
    printed = [(each.kind, each.snapshot["language"]) for each in own]
    assert printed == [("diploma", "kk"), ("certificate", "ru"), ("award", "kk")]
    assert coming(people[0]) == ["award of the day, if you are given one: in Kazakh"]
    choose(people[0], "en")
    issue_documents(event.pk, Diploma.Kind.AWARD, everybody, award={"kk": "Батыл"}, **ACT)
    last = Diploma.objects.filter(person=people[0]).latest("sequence")
    assert last.snapshot["language"] == "en"
    over = {"phase": Event.Phase.ARCHIVED, "scoring_closed_at": DAY}
    Event.objects.filter(pk=event.pk).update(**over)
    people[0].event.refresh_from_db()
    assert coming(people[0]) == []
    with pytest.raises(LanguageTooLate):
        choose(people[0], "ru")


def coming(person):
    return [f"{each.kind}: {each.language}" for each in own_language(person).coming]


@pytest.mark.parametrize(
    ("beside", "language", "card", "refusal"),
    [
        (Beside.CHOSEN, "xx", {}, LanguageNotOffered),
        (Beside.CHOSEN, "en", {}, LanguageNotOffered),
        (Beside.ALL, "ru", {}, LanguageNotOffered),
        (Beside.CHOSEN, "ru", {"is_rehearsal": True}, NamesAreReal),
        (Beside.CHOSEN, "ru", {"revoked_at": DAY}, PassNotFound),
    ],
)
def test_what_is_not_offered_or_not_theirs_to_say_is_refused(
    event, people, beside, language, card, refusal
):
    Event.objects.filter(pk=event.pk).update(languages=["kk", "ru"])
    worded(event, beside)

    with pytest.raises(refusal):
        choose(people[0], language, **card)

    assert not ChosenLanguage.objects.exists()


def test_the_page_on_the_phone_is_in_the_chosen_language(event, people):
    worded(event, Beside.CHOSEN)

    [before] = own_pages(people[0], None)
    choose(people[0], "ru")

    [after] = own_pages(people[0], None)
    assert (before.language, after.language) == ("kk", "ru")


def test_a_change_in_one_language_alone_makes_it_outdated(event):
    worded(event, Beside.RUSSIAN)
    issue(event)
    make_ready(event)
    assert ready_and_outdated(event) == []
    Project.objects.update(topic='{"kk": "Talent management in the school", "ru": "Иначе"}')

    outdated = ready_and_outdated(event)

    assert len(outdated) == 3
    told = [(each.of, each.now) for each in outdated[0].differences]
    assert told == [("topic", "«Иначе»")]


def test_a_language_that_comes_or_goes_makes_nothing_outdated(event):
    design = worded(event, Beside.NONE)
    issue(event)
    make_ready(event)
    for beside in (Beside.RUSSIAN, Beside.ALL, Beside.NONE):
        design.beside = beside
        design.save()

        assert ready_and_outdated(event) == []


def test_a_name_that_fits_in_no_language_fails_by_itself(event, people):
    worded(event, Beside.RUSSIAN)
    Person.objects.filter(pk=people[0].pk).update(printed_names={"ru": "Ы" * 61})

    issue(event)

    jobs = RenderJob.objects.order_by("diploma__sequence")
    assert [job.state for job in jobs] == ["failed", "queued", "queued"]


def test_nothing_is_issued_to_one_whose_name_fits_in_no_language(event, people):
    worded(event, Beside.RUSSIAN)
    Person.objects.filter(pk=people[0].pk).update(printed_names={"ru": "Ы" * 61})

    with pytest.raises(NameRefused):
        issue_one(event.pk, people[0].pk, **ACT)

    assert not Diploma.objects.exists()


def test_a_page_in_two_languages_is_told_in_both(event, people):
    worded(event, Beside.RUSSIAN)
    Person.objects.filter(pk=people[0].pk).update(printed_names={"ru": "Алия"})
    issue(event)
    made = Diploma.objects.get(person=people[0])

    lines = lines_of_paper(made.number, made.snapshot, "en")

    names = [(line.words, line.language) for line in lines if line.is_name]
    assert names == [("Әлия Үлгі 1", "kk"), ("Алия", "ru")]
    assert [line.words for line in lines if line.label == "Number"] == [f"№ {made.number}"]
    assert [line.words for line in lines if line.label == "City"] == ["Almaty"], "the same once"


def test_a_page_in_two_languages_is_found_and_registered_by_either_name(event, people):
    worded(event, Beside.RUSSIAN)
    Person.objects.filter(pk=people[0].pk).update(printed_names={"ru": "Лилия"})
    before = [row.person for row in diploma_board(event, sought="Лилия").found]
    issue(event)
    make_ready(event)

    lines = register_of(event)

    assert [line.name for line in lines] == ["Әлия Үлгі 1 / Лилия", "Әлия Үлгі 2", "Әлия Үлгі 3"]
    assert [line.is_sought("Лилия") for line in lines] == [True, False, False]
    assert [row.person for row in diploma_board(event, sought="Лилия").found] == before
    assert [row.person for row in handing_board(event, "Лилия").found] == before == [people[0].pk]


def test_names_are_asked_for_in_the_languages_of_every_document_of_a_trainee(event):
    Event.objects.update(languages=["ru"])
    event.refresh_from_db()
    worded(event, Beside.KAZAKH, "certificate", language="ru")
    worded(event, Beside.NONE, "expert", language="en")

    assert languages_of_names(event) == ["ru", "kk"]

"""A trainee's own answer about the printed names, on the phone."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diplomas.models import Diploma
from diplomas.texts import default_design
from events.access import session_key
from events.models import AskedName, AuditEntry, Event, Pass, Person
from tests.cast import Cast, as_trainee, gather
from tests.defense.workspace.pages import sent_from
from tests.factories import DAY
from tests.house.scene import set_scene

pytestmark = pytest.mark.django_db

HOME, ASK = reverse("trainee:home"), reverse("trainee:name_ask")
CONFIRM = reverse("trainee:name_confirm")
WHY = "So it stands in the identity card."


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def tia(cast) -> Person:
    Event.objects.filter(pk=cast.event.pk).update(languages=["kk", "ru"])
    person = Person.objects.get(pk=cast.tia.person_id)
    person.printed_names = {"kk": "Тия Асқарқызы"}
    person.save()
    return person


@pytest.fixture
def phone(cast, tia) -> Client:
    return as_trainee(Client(), cast.tia)


def confirm(phone, seen=None):
    seen = seen or phone.get(HOME).context["own"].seen
    return phone.post(CONFIRM, {"seen": seen}, follow=True)


def ask(phone, **names):
    form = sent_from(phone.get(ASK).context["form"], why=WHY)
    return phone.post(ASK, form | names, follow=True)


def state_of(tia) -> tuple[bool, list[str]]:
    tia.refresh_from_db()
    asked = AskedName.objects.filter(person=tia).order_by("pk")
    return tia.confirmed_at is not None, [each.state for each in asked]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_names_are_shown_in_each_language_of_the_diploma_and_confirmed(phone, tia):
    html = phone.get(HOME).content.decode()

    assert 'lang="kk">Тия Асқарқызы<' in html
    assert 'lang="ru">Tia<' in html
    assert 'lang="en">' not in html.split("<main")[1].split("</dl>")[0]
    assert "You confirmed this name on" in confirm(phone).content.decode()
    assert (state_of(tia), verbs()) == ((True, []), ["name.confirmed"])
    confirm(phone)
    assert verbs() == ["name.confirmed"]


def test_what_was_changed_since_the_page_was_opened_is_not_confirmed(phone, tia):
    seen = phone.get(HOME).context["own"].seen
    Person.objects.filter(pk=tia.pk).update(printed_names={"kk": "Тія"})

    answer = confirm(phone, seen)

    assert "The spelling was changed since you opened this page." in answer.content.decode()
    assert not state_of(tia)[0]
    confirm(phone, "forged")
    assert not state_of(tia)[0]


def test_a_spelling_is_asked_for_anew_and_withdrawn_by_confirming(phone, tia):
    confirm(phone)
    first = ask(phone, printed_names_kk="Тия Асқарова")
    assert state_of(tia) == (False, ["waiting"])
    assert "Тия Асқарова" in first.content.decode()
    assert phone.get(ASK).context["form"]["why"].value() == WHY
    ask(phone, printed_names_kk="Тия  Асқар ")
    assert state_of(tia) == (False, ["withdrawn", "waiting"])
    last = AskedName.objects.waiting().get()
    assert (last.names, last.why) == ({"kk": "Тия Асқар", "ru": "Tia"}, WHY)

    confirm(phone)

    assert state_of(tia) == (True, ["withdrawn", "withdrawn"])
    assert verbs() == ["name.confirmed", "name.asked", "name.asked", "name.confirmed"]


@pytest.mark.parametrize(
    ("line", "typed", "sentence"),
    [
        ("printed_names_kk", "", "This is left empty."),
        ("printed_names_ru", "-", "A name has at least one letter."),
        ("printed_names_ru", "Ж" * 90, "A word of more than 60 letters does not fit on a diploma."),
        ("printed_names_kk", "Тия\u202e", "cannot be seen or printed"),
        ("printed_names_kk", "Тия ነ", "cannot be printed on a document"),
        ("why", " ", "This is left empty."),
        ("why", "ж" * 501, "at most 500 fit."),
    ],
)
def test_what_cannot_be_printed_is_told_at_its_line_and_nothing_typed_is_lost(
    phone, tia, line, typed, sentence
):
    answer = ask(phone, **{"printed_names_kk": "Тия Асқар", line: typed})

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [line]
    assert sentence in form.errors[line][0]
    assert form["why"].value() == (typed if line == "why" else WHY)
    assert not AskedName.objects.exists()


def test_the_same_spelling_is_nothing_to_ask_for(phone, tia):
    answer = ask(phone)

    assert answer.status_code == 409
    assert "This is how it is written already." in answer.content.decode()
    assert state_of(tia) == (False, [])


def archived(cast):
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.ARCHIVED, scoring_closed_at=DAY)


def of_rehearsal(cast):
    Pass.objects.update(is_rehearsal=True)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (archived, "The event is archived: its names stay as they are."),
        (of_rehearsal, "This is the card of a rehearsal."),
    ],
)
def test_when_nothing_is_confirmed_it_says_why(cast, phone, tia, happens, sentence):
    happens(cast)

    asked, confirmed = ask(phone, printed_names_kk="Тия Асқар"), confirm(phone)

    assert sentence in asked.content.decode()
    assert 'value="Тия Асқар"' in asked.content.decode()
    assert sentence in confirmed.content.decode()
    assert (state_of(tia), verbs()) == ((False, []), [])


def test_a_closed_event_still_takes_a_correction(cast, phone, tia):
    Event.objects.filter(pk=cast.event.pk).update(phase=Event.Phase.CLOSED, scoring_closed_at=DAY)

    ask(phone, printed_names_kk="Тия Асқар")

    assert state_of(tia) == (False, ["waiting"])


def test_with_a_card_that_was_stopped_nothing_is_sent_and_this_says_so(phone, tia):
    seen = phone.get(HOME).context["own"].seen
    Pass.objects.update(revoked_at=DAY)

    for address, sent in (
        (CONFIRM, {"seen": seen}),
        (ASK, {"printed_names_kk": "Тия", "printed_names_ru": "Тия", "why": WHY}),
    ):
        answer = phone.post(address, sent, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("public:pass_open")
        assert "Nothing was sent. This card is not valid any more." in answer.content.decode()
    assert (state_of(tia), verbs()) == ((False, []), [])


def test_who_sends_too_often_waits_and_keeps_what_was_typed(phone, tia):
    for letter in "абвгдежзик":
        assert ask(phone, printed_names_kk=f"Тия {letter}").status_code == 200

    answer = ask(phone, printed_names_kk="Тия Асқар")

    assert answer.status_code == 429
    assert 'value="Тия Асқар"' in answer.content.decode()
    assert AskedName.objects.waiting().get().names["kk"] == "Тия к"


def test_an_issued_diploma_stays_and_the_request_is_kept_and_shown(client):
    scene = set_scene()
    phone = as_trainee(client, scene.cast.tia)
    before = Diploma.objects.get(pk=scene.diploma.pk).snapshot

    html = phone.get(HOME).content.decode()
    asked = ask(phone, printed_names_kk="Тия Асқар", printed_names_ru="Тия Аскар")

    assert reverse("trainee:name_confirm") not in html
    assert "Your diploma is issued already, and stays as it is." in phone.get(ASK).content.decode()
    assert "You asked for another spelling on" in asked.content.decode()
    assert Diploma.objects.get(pk=scene.diploma.pk).snapshot == before


def test_nobody_answers_for_another(cast, phone, tia):
    """The person is that of the card, whatever is sent."""
    stranger = as_trainee(Client(), cast.tom)

    stranger.post(CONFIRM, {"seen": phone.get(HOME).context["own"].seen})

    assert not state_of(tia)[0]
    assert session_key("trainee") in stranger.session


def test_the_page_shows_the_diploma_itself_and_keeps_it_out_of_caches(phone):
    html = phone.get(HOME).content.decode()
    address = reverse("trainee:name_page", args=["diploma-kk"])

    picture = phone.get(address)

    assert f'<img src="{address}"' in html
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert "no-store" in picture["Cache-Control"]
    assert phone.get(reverse("trainee:name_page", args=["diploma-ru"])).status_code == 404


def test_pictures_are_not_drawn_without_end(phone):
    address = reverse("trainee:name_page", args=["diploma-kk"])

    with time_machine.travel(timezone.now(), tick=False):
        answers = [phone.get(address).status_code for _ in range(21)]

    assert (answers[:20], answers[20]) == ([200] * 20, 429)


def test_a_transliteration_is_proposed_beside_the_line_and_printed_only_if_it_is_written(
    phone, tia
):
    Event.objects.update(languages=["kk", "en"])
    Person.objects.filter(pk=tia.pk).update(name="Құттықыз Щербақова", printed_names={})

    shown = phone.get(ASK)

    assert "Letter by letter: Kuttykyz Shcherbakova." in shown.content.decode()
    assert shown.context["form"]["printed_names_en"].value() == "Құттықыз Щербақова"
    confirm(phone)
    tia.refresh_from_db()
    assert (tia.printed_names, tia.printed_name("en")) == ({}, "Құттықыз Щербақова")
    Person.objects.filter(pk=tia.pk).update(printed_names={"en": "Kuttykyz Sherbakova"})
    assert "Letter by letter" not in phone.get(ASK).content.decode()


def test_the_language_of_the_documents_is_chosen_on_the_phone(phone, cast):
    design = default_design(cast.event)
    design.is_default, design.language, design.beside = False, "kk", "chosen"
    design.save()
    address = reverse("trainee:language_choose")
    before = phone.get(HOME).content.decode()

    after = phone.post(address, {"language": "ru"}, follow=True).content.decode()

    assert "You have not chosen." in before
    assert "<dt>Diploma</dt><dd>in Kazakh</dd>" in before
    assert "You chose: in Russian." in after
    assert "<dt>Diploma</dt><dd>in Russian</dd>" in after
    assert "In Russian</button>" in before
    assert "In Kazakh</button>" in after
    assert "In Russian</button>" not in after
    assert "/me/name/page/diploma-ru.webp" in after
    refused = phone.post(address, {"language": "xx"}, follow=True).content.decode()
    assert "This language is not offered any more." in refused


def test_without_a_choice_nothing_is_said_of_languages(phone):
    assert "Language of your documents" not in phone.get(HOME).content.decode()

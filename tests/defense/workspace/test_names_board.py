"""The organizers' list of printed names: who confirmed, who asks, who did not look; a reminder and a sheet to sign."""

from urllib.parse import parse_qs

import pytest
from django.test import Client

from defense.workspace.names_board import Answer, names_board
from events.models import Pass, Person
from events.services.asked_names import ask_for_names, confirm_names
from projects.models import TeamMember
from tests.cast import Cast, as_organizer, gather
from tests.defense.workspace.pages import page, told
from tests.factories import DAY, PassFactory, PersonFactory

pytestmark = pytest.mark.django_db

LONG = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы"
WANTED = {"kk": LONG, "ru": "Мухамедрахимова Умирхан"}


@pytest.fixture
def cast() -> Cast:
    cast = gather()
    cast.event.languages = ["kk", "ru"]
    cast.event.save()
    for name in ("Aru Seen", "Bota Unseen"):
        person = PersonFactory(event=cast.event, name=name)
        TeamMember.objects.create(project=cast.defense.project, person=person, order=20 + person.pk)
    card_of("Aru Seen")
    return cast


def card_of(name: str) -> Pass:
    person = Person.objects.get(name=name)
    known = Pass.objects.filter(person=person).exclude(redeemed_at=None).first()
    return known or PassFactory(person=person, kind="trainee", redeemed_at=DAY)


def asked():
    return ask_for_names(card_of("Tia"), WANTED, why="So in the card.", at=DAY)


def answers(cast) -> dict[str, Answer]:
    return {each.line.person.name: each.answer for each in names_board(cast.event).lines}


def list_of(cast, name="names"):
    return as_organizer(Client(), cast.olga).get(page(name, cast))


def test_it_tells_who_confirmed_who_asks_and_who_did_not_look(cast):
    confirm_names(card_of("Bota Unseen"), seen={"kk": "Bota Unseen", "ru": "Bota Unseen"}, at=DAY)
    asked()

    assert answers(cast) == {
        "Tia": Answer.ASKS,
        "Aru Seen": Answer.SEEN,
        "Bota Unseen": Answer.CONFIRMED,
    }
    assert dict(list_of(cast).context["board"].counts) == {
        Answer.ASKS: 1,
        Answer.UNSEEN: 0,
        Answer.SEEN: 1,
        Answer.CONFIRMED: 1,
    }


def test_a_name_that_was_changed_since_is_not_confirmed(cast):
    confirm_names(card_of("Bota Unseen"), seen={"kk": "Bota Unseen", "ru": "Bota Unseen"}, at=DAY)

    Person.objects.filter(name="Bota Unseen").update(printed_names={"ru": "Бота"})

    assert answers(cast)["Bota Unseen"] == Answer.SEEN


def test_a_request_is_taken_over_on_the_list_with_its_difference(cast):
    waiting = asked()
    html = list_of(cast).content.decode()
    assert all(words in html for words in (LONG, WANTED["ru"], "So in the card."))

    taken = as_organizer(Client(), cast.olga).post(
        page("name_take", cast, waiting.pk), {"from": "names"}, follow=True
    )

    assert taken.redirect_chain == [(page("names", cast), 302)]
    assert told(taken) == ["Taken over, as Tia wrote it."]
    assert answers(cast)["Tia"] == Answer.CONFIRMED


def test_a_request_is_declined_on_the_list_with_a_reason(cast):
    waiting = asked()

    declined = as_organizer(Client(), cast.olga).post(
        page("name_decline", cast, waiting.pk),
        {"from": "names", "answer": "Bring the card, please."},
        follow=True,
    )

    assert declined.redirect_chain == [(page("names", cast), 302)]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answer) == ("declined", "Bring the card, please.")


def test_the_reminder_names_who_is_awaited_in_each_language_and_no_code(cast):
    asked()

    kazakh, russian = list_of(cast).context["board"].reminders

    assert (kazakh.language, russian.language) == ("kk", "ru")
    for each in (kazakh, russian):
        assert all(name in each.text for name in ("Aru Seen", "Bota Unseen", "http"))
        assert "Tia" not in each.text
        assert parse_qs(each.as_letter.partition("?")[2])["body"] == [each.text]


def test_nobody_is_reminded_once_all_have_answered(cast):
    for name in ("Tia", "Aru Seen", "Bota Unseen"):
        confirm_names(card_of(name), seen={"kk": name, "ru": name}, at=DAY)

    assert names_board(cast.event).reminders == []


def test_the_sheet_to_sign_has_every_name_in_each_language(cast):
    Person.objects.filter(name="Aru Seen").update(printed_names=WANTED)
    asked()

    html = list_of(cast, "names_sheet").content.decode()

    assert html.count("names-sheet-hand") == 3
    assert all(words in html for words in (LONG, WANTED["ru"], "Bota Unseen", "asked for:"))

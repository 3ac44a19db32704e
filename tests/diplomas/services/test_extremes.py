"""Which pages are shown before anything is issued, and in which languages."""

import pytest

from diplomas.services.extremes import samples_of
from events.models import Person
from projects.models import TeamMember
from tests.diplomas.people import event_with_team
from tests.diplomas.services.test_document_languages import worded

pytestmark = [pytest.mark.django_db, pytest.mark.once("reads rows that no engine reads otherwise")]


@pytest.fixture
def event():
    event = event_with_team(3, languages=["kk", "ru"])
    first, second, third = (each.person for each in TeamMember.objects.of_event(event).in_order())
    for person, names in (
        (first, {"kk": "Әлия " + "Ұ" * 20, "ru": "Ли О"}),
        (second, {"kk": "Ли", "ru": "Аида Иванова"}),
        (third, {"kk": "Асқар", "ru": "Асқар " + "Щ" * 40}),
    ):
        Person.objects.filter(pk=person.pk).update(printed_names=names)
    return event


def shown(event):
    every = samples_of(event, "diploma")
    return {each.which: each.recipient.person.printed_names["kk"][:5] for each in every}


def test_one_language_is_shown_in_that_language(event):
    worded(event, "none", language="ru")

    assert shown(event) == {"longest-name": "Асқар", "shortest-name": "Әлия "}


def test_each_language_that_may_be_chosen_is_shown(event):
    worded(event, "chosen", language="ru")

    samples = samples_of(event, "diploma")

    assert shown(event) == {
        "longest-name-ru": "Асқар",
        "shortest-name-ru": "Әлия ",
        "longest-name-kk": "Әлия ",
        "shortest-name-kk": "Ли",
    }
    assert {each.wording.language for each in samples} == {"ru", "kk"}
    assert samples[0].name == "The longest name, in Russian"


def test_names_beside_each_other_are_measured_together(event):
    worded(event, "kk", language="ru")

    assert shown(event) == {
        "longest-name": "Асқар",
        "shortest-name": "Ли",
        "longest-topic": "Әлия ",
    }

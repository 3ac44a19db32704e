"""Which words somebody confirmed, and when: kept as they were, and none once others would be printed."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from events.errors import DomainError
from events.models import AuditEntry, ConfirmedName, Event, Person
from events.models.asked_names import confirmed_words, stands_confirmed
from events.services.asked_names import (
    NamesMoved,
    ask_for_names,
    confirm_names,
    held_request,
    note_taken,
)
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY, PassFactory, PersonFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("events.migrations.0032_confirmed_names_of_before")
LATER = DAY + timedelta(hours=1)
PRINTED = {"kk": "Айгүл Сәрсенқызы", "ru": "Айгуль Сарсенкызы"}


@pytest.fixture
def card():
    person = PersonFactory(name="Aigul", printed_names=PRINTED, event__languages=["kk", "ru", "en"])
    return PassFactory(person=person, kind="trainee")


def kept() -> list[tuple[dict[str, str], object]]:
    return list(ConfirmedName.objects.order_by("pk").values_list("names", "at"))


def is_confirmed(person: Person, *languages: str) -> bool:
    person.refresh_from_db()
    return stands_confirmed(person, confirmed_words(person), languages or ("kk", "ru"))


def test_the_exact_words_are_kept_with_the_moment_and_once(card):
    confirm_names(card, seen=PRINTED, at=DAY)
    confirm_names(card, seen=PRINTED, at=LATER)

    assert kept() == [(PRINTED, DAY)]
    assert is_confirmed(card.person)
    [line] = AuditEntry.objects.filter(verb="name.confirmed")
    assert f"confirmedname:{ConfirmedName.objects.get().pk}" in line.details["rows"]


def test_other_words_than_now_are_confirmed_by_none(card):
    confirm_names(card, seen=PRINTED, at=DAY)

    Person.objects.update(printed_names=PRINTED | {"kk": "Айгуль"})

    assert not is_confirmed(card.person)
    with pytest.raises(NamesMoved):
        confirm_names(card, seen=PRINTED, at=LATER)
    assert len(kept()) == 1


def test_a_language_that_came_later_is_to_be_confirmed_too(card):
    confirm_names(card, seen=PRINTED, at=DAY)
    assert not is_confirmed(card.person, "kk", "ru", "en")

    confirm_names(card, seen=PRINTED | {"en": "Aigul"}, at=LATER)

    assert is_confirmed(card.person, "kk", "ru", "en")
    assert kept()[-1] == (PRINTED | {"en": "Aigul"}, LATER)


def test_a_request_that_is_taken_over_confirms_its_own_words(card):
    wanted = PRINTED | {"ru": "Айгуль Сарсенова"}
    confirm_names(card, seen=PRINTED, at=DAY)
    asked = ask_for_names(card, wanted, why="So.", at=LATER)
    assert not is_confirmed(card.person)

    Person.objects.update(printed_names=wanted)
    note_taken(held_request(Event.objects.get(), asked.pk), actor="Olga", at=LATER)

    assert is_confirmed(card.person)
    assert kept() == [(PRINTED, DAY), (wanted, LATER)]


def test_a_confirmation_agrees_with_its_person_and_stays(card):
    person = confirm_names(card, seen=PRINTED, at=DAY)
    stored = ConfirmedName.objects.filter(person=person)
    acts = {
        "other words": lambda: stored.update(names={"kk": "Other"}),
        "another moment": lambda: stored.update(at=LATER),
        "unsaid": lambda: ConfirmedName.objects.create(person=person, names=PRINTED, at=LATER),
    }

    assert [name for name, act in acts.items() if not is_refused(act)] == []
    assert is_refused(lambda: ConfirmedName.objects.create(person=person, names={}, at=DAY))
    take_guards_off("events_confirmedname")
    assert [name for name, act in acts.items() if is_refused(act)] == []


def test_what_was_confirmed_before_words_were_kept_has_those_of_now():
    other = PersonFactory()
    person = PersonFactory(
        event=other.event, name="Roza", printed_names={"ru": "Роза"}, confirmed_at=DAY
    )
    Event.objects.update(languages=["kk", "ru"])

    MIGRATION.keep_words(apps, None)

    assert kept() == [({"kk": "Roza", "ru": "Роза"}, DAY)]
    assert is_confirmed(person)
    assert not is_confirmed(other)


def test_nothing_is_confirmed_without_words(card):
    with pytest.raises(DomainError):
        confirm_names(card, seen={}, at=DAY)
    assert kept() == []

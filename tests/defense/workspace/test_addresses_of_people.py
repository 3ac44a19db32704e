"""Where organizers write to a person: on the form, from a list and back, in the file, and of two records made one."""

import pytest
from django.core.exceptions import ValidationError

from defense.event_file.writing import dump_event
from defense.workspace.importing.template import template_list
from defense.workspace.leaving import make_one
from defense.workspace.merging import merged
from events.models import Letter, Person
from events.spreadsheets.headings import Meaning, meaning_of
from tests.factories import DAY, EventFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail",
        "Email",
        "Эл. почта",
        "Электронная почта",
        "Адрес электронной почты",
        "Электрондық пошта",
        "Эл. пошта мекенжайы",
    ],
)
def test_a_column_of_addresses_is_known_by_its_heading(heading):
    assert meaning_of(heading) == Meaning.EMAIL


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("tia@example.org", True),
        ("", True),
        ("tia@", False),
        ("a@example.org, b@example.org", False),
        ("тиа@example.org", False),
        ("tia@example.org\nBcc: x@example.org", False),
    ],
)
def test_one_address_is_taken_and_nothing_else(typed, is_taken):
    person = PersonFactory.build(event=EventFactory(), email=typed)

    flaws = {}
    try:
        person.full_clean()
    except ValidationError as error:
        flaws = error.message_dict

    assert ("email" not in flaws) == is_taken


def test_the_list_that_can_be_brought_back_and_the_file_hold_it():
    event = EventFactory()
    PersonFactory(event=event, name="Tia", email="tia@example.org")

    [row] = template_list(event).rows
    [entry] = dump_event(event).people

    assert "tia@example.org" in row
    assert entry.email == "tia@example.org"


def test_two_may_share_one():
    event = EventFactory()
    for name in ("Tia", "Olga"):
        PersonFactory(event=event, name=name, email="school@example.org")

    assert Person.objects.filter(email="school@example.org").count() == 2


def test_of_two_records_the_kept_ones_address_stays_and_letters_come_along():
    event = EventFactory()
    kept = PersonFactory(event=event, name="Tia")
    gone = PersonFactory(event=event, name="Tia Tia", email="tia@example.org")
    Letter.objects.create(person=gone, purpose="document", address="tia@example.org", sent_at=DAY)

    make_one(event, kept, gone, actor=MembershipFactory(event=event).user, at=DAY)

    kept.refresh_from_db()
    assert kept.email == "tia@example.org"
    assert Letter.objects.get().person == kept
    other = PersonFactory(event=event, name="T", email="other@example.org")
    again = merged(dump_event(event), kept.key, other.key)
    assert [each.email for each in again.people] == ["tia@example.org"]

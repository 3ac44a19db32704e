"""One rule seen three times: in a form, in an event file, in the cell of a spreadsheet."""

import pytest
from django.forms import modelform_factory
from pydantic import ValidationError

from defense.event_file import BadEventFile, read_event_file
from events.entries import PersonEntry
from events.entry_base import flaws_in
from events.models import Event, Person
from events.rules import Flaw
from tests.defense.event_file.documents import changed, drop, put
from tests.factories import EventFactory

UNPRINTABLE = {
    "of one long word": "ә" * 90,
    "without letters": "—",
    "with a bell": "Irina\x07",
    "that turns round": "\u202eanirI",
    "with zero width": "Iri\u200bna",
    "under a tower": "X" + "\u0301" * 9,
    "in a ring": "Я" + "\u0489" * 9,
}


def said_in_a_form(**values: str) -> dict[str, list[str]]:
    form = modelform_factory(Person, fields=["key", "name", "school_kind", "school_number"])
    return dict(form({"key": "somebody", "name": "Some Body", **values}).errors)


def said_in_a_file(*changes: object) -> list[Flaw]:
    with pytest.raises(BadEventFile) as refusal:
        read_event_file(changed(*changes))
    return refusal.value.errors


def said_of_cells(**cells: object) -> list[Flaw]:
    with pytest.raises(ValidationError) as refusal:
        PersonEntry.from_cells({"key": "somebody", "name": "Some Body", **cells})
    return list(flaws_in(PersonEntry, refusal.value))


@pytest.mark.parametrize("name", UNPRINTABLE.values(), ids=UNPRINTABLE.keys())
def test_a_name_that_cannot_be_printed_is_refused_in_the_same_words(name):
    [in_file] = said_in_a_file(put("people[3].name", name))
    [in_cell] = said_of_cells(name=name)
    in_form = said_in_a_form(name=name)

    assert (in_file.place, in_cell.place, list(in_form)) == ("people[3].name", "name", ["name"])
    assert in_file.sentence == in_cell.sentence
    assert in_file.sentence in in_form["name"]


@pytest.mark.django_db
def test_a_row_that_contradicts_itself_is_refused_in_the_same_words():
    [in_file] = said_in_a_file(drop("people[20].school_kind"))
    [in_cell] = said_of_cells(school_number=66.0)
    in_form = said_in_a_form(school_number="66")

    assert in_file == Flaw("people[20].school_kind", "A numbered school needs its kind as well.")
    assert in_cell == Flaw("school_kind", in_file.sentence)
    assert in_form == {"school_kind": [in_file.sentence]}


def test_cells_are_taken_as_spreadsheets_give_them():
    entry = PersonEntry.from_cells(
        {
            "key": "roza",
            "name": "  Roza \n Zhanabaeva ",
            "family_name": None,
            "position": "",
            "organisation": 25.0,
            "school_kind": 7,
            "school_number": "25",
            "city": "Сери\u0438\u0306к",
        }
    )

    assert entry == PersonEntry(
        key="roza",
        name="Roza Zhanabaeva",
        organisation="25",
        school_kind="7",
        school_number=25,
        city="Сери\u0439к",
    )


@pytest.mark.parametrize(
    ("cells", "place", "sentence"),
    [
        ({"name": None}, "name", "This is missing."),
        ({"name": "   "}, "name", "This is missing."),
        ({"school_number": "many"}, "school_number", "This must be a whole number, not a text."),
        ({"school_number": 2.5}, "school_number", "This must be a whole number, not a number."),
        (
            {"key": "Roza Zh"},
            "key",
            "Use small Latin letters, digits and single hyphens, at most 80.",
        ),
        ({"nickname": "R"}, "nickname", "There is no such key. Did you mean “name”?"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_its_column(cells, place, sentence):
    assert said_of_cells(**cells) == [Flaw(place, sentence)]


@pytest.mark.django_db
def test_a_text_in_languages_is_held_to_its_limit_by_the_model():
    event = EventFactory()
    event.city = {"en": "Shymkent", "kk": "Ш" * 101}

    with pytest.raises(Exception, match="at most 100 fit") as refusal:
        event.full_clean()

    assert list(refusal.value.message_dict) == ["city"]


@pytest.mark.django_db
def test_an_event_that_ends_before_it_starts_is_refused_by_the_model():
    event = EventFactory()
    event.ends_on = event.starts_on.replace(day=1)

    with pytest.raises(Exception, match="ends before it starts") as refusal:
        Event.full_clean(event)

    assert list(refusal.value.message_dict) == ["ends_on"]

"""One rule seen three times: in a form, in an event file, in the cell of a spreadsheet."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.forms import modelform_factory
from pydantic import ValidationError

from defense.event_file import BadEventFile, read_event_file
from events.entries import CriterionEntry, EventEntry, PersonEntry
from events.entry_base import flaws_in, validator_of
from events.models import Event, Person
from events.rules import Flaw
from events.validators import criterion_weight
from events.values import Day
from tests.defense.event_file.documents import changed, drop, put
from tests.factories import EventFactory

NO_TEXT = 'This must be a text, or an object with "en", "kk" or "ru", not true or false.'
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


def criterion(**cells: object) -> CriterionEntry:
    scale = {"minimum": "0", "maximum": 10, "step": 0.5}
    return CriterionEntry.from_cells({"key": "a", "name": "A", "weight": 100, **scale, **cells})


def test_a_cell_of_a_number_may_be_a_text_of_digits():
    entry = criterion(weight="37.5", minimum=0.1, step=0.1)

    assert (entry.weight, entry.minimum) == (Decimal("37.5"), Decimal("0.1"))


@pytest.mark.parametrize(
    "weight", [True, "1_0", "1e1", "NaN", math.nan, math.inf, Decimal("sNaN"), b"10", "ten"]
)
def test_a_cell_of_anything_else_is_no_number(weight):
    with pytest.raises(ValidationError) as refusal:
        criterion(weight=weight)

    [flaw] = flaws_in(CriterionEntry, refusal.value)
    assert flaw.place == "weight"
    assert flaw.sentence.startswith("This must be a number, not ")
    assert not flaw.sentence.endswith(" a number.")


def test_what_is_no_number_is_between_no_bounds():
    assert criterion_weight.flaw(Decimal("NaN")) == "This must be a number, not NaN."


@pytest.mark.parametrize(
    "cell", [date(2019, 11, 30), datetime(2019, 11, 30, tzinfo=UTC), "2019-11-30"]
)
def test_a_cell_of_a_date_may_be_midnight(cell):
    assert Day().from_cell(cell) in (date(2019, 11, 30), "2019-11-30")
    assert validator_of(EventEntry, "ends_on") == Day()


@pytest.mark.parametrize(
    ("cells", "place", "sentence"),
    [
        ({"name": None}, "name", "This is missing."),
        ({"name": "   "}, "name", "This is missing."),
        ({"school_number": "many"}, "school_number", "This must be a whole number, not a text."),
        ({"school_number": 2.5}, "school_number", "This must be a whole number, not a number."),
        (
            {"school_number": True},
            "school_number",
            "This must be a whole number, not true or false.",
        ),
        ({"school_number": "7_6"}, "school_number", "This must be a whole number, not a text."),
        ({"school_number": "٧"}, "school_number", "This must be a whole number, not a text."),
        ({"school_number": "+7"}, "school_number", "This must be a whole number, not a text."),
        ({"school_number": b"7"}, "school_number", "This must be a whole number, not an object."),
        ({"school_number": math.nan}, "school_number", "This must be a whole number, not NaN."),
        ({"name": b"Roza"}, "name", "This must be a text, not an object."),
        ({"name": True}, "name", "This must be a text, not true or false."),
        ({"note": math.inf}, "note", "This must be a text, not Infinity."),
        ({"note": math.nan}, "note", "This must be a text, not NaN."),
        ({"position": True}, "position", NO_TEXT),
        ({"position": b"director"}, "position", NO_TEXT.replace("true or false", "an object")),
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

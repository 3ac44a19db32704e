"""A form of any columns of a row tells what its values contradict, and no form breaks on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm, modelform_factory

from events.models import Criterion, Event, Person
from events.models.rows import RuledRow
from projects.models import Finding, Survey

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """Values of a row that contradict each other, as a form posts them, and what is said of it."""

    row: Model
    posted: Mapping[str, str]
    column: str
    sentence: str


def criterion(**values: str) -> Criterion:
    return Criterion(key="research", **{name: Decimal(value) for name, value in values.items()})


CASES = {
    "dates": Case(
        Event(),
        {"starts_on": "2019-11-30", "ends_on": "2019-11-29"},
        "ends_on",
        "The event ends before it starts.",
    ),
    "school": Case(
        Person(),
        {"school_number": "5", "school_kind": ""},
        "school_kind",
        "A numbered school needs its kind as well.",
    ),
    "weight": Case(
        criterion(), {"weight": "0"}, "weight", "A criterion without weight decides nothing."
    ),
    "no step": Case(criterion(), {"step": "0"}, "step", "The step must be more than 0."),
    "scale": Case(
        criterion(),
        {"minimum": "5", "maximum": "2"},
        "maximum",
        "The highest points must be more than the lowest.",
    ),
    "steps": Case(
        criterion(),
        {"minimum": "1", "maximum": "10", "step": "2"},
        "step",
        "Steps of 2 do not lead from 1 to 10.",
    ),
    "too fine a scale": Case(
        criterion(),
        {"minimum": "0", "maximum": "100", "step": "0.05"},
        "step",
        "From 0 to 100 in steps of 0.05 there are 2001 values; at most 1001 can be offered.",
    ),
    "level": Case(
        criterion(),
        {"minimum": "2", "maximum": "10", "step": "2", "levels": '{"2": "a", "5": "b"}'},
        "levels",
        "No expert can give 5 points on this scale.",
    ),
    "level twice": Case(
        criterion(), {"levels": '{"2": "a", "2.0": "b"}'}, "levels", "points are described twice."
    ),
    "two bases": Case(
        Survey(),
        {"base": "5", "base_over": "3"},
        "base_over",
        "Give the exact base or what it is over, not both.",
    ),
    "base alone": Case(
        Finding(),
        {"percent": "", "base": "5"},
        "percent",
        "A base without a percentage says nothing.",
    ),
    "percent alone": Case(
        Finding(),
        {"percent": "5", "base": ""},
        "base",
        "A percentage needs its base: how many people it is a share of.",
    ),
}


def form_of(model: type[Model], columns: list[str] | str, data: dict, row: Model) -> ModelForm:
    return modelform_factory(model, fields=columns)(data, instance=row)


def said_in(form: ModelForm) -> str:
    return " ".join(said for sentences in form.errors.values() for said in sentences)


def fresh(case: Case, *, without: str = "") -> Model:
    """The row with every value of the case but one, as an earlier form would have left it."""
    row = type(case.row)(**{f.attname: getattr(case.row, f.attname) for f in case.row._meta.fields})
    columns = [name for name in case.posted if name != without]
    form = modelform_factory(type(row), fields=columns)(dict(case.posted), instance=row)
    form.is_valid()
    return form.instance


def test_every_model_with_rules_has_a_case():
    assert {type(case.row) for case in CASES.values()} == set(RuledRow.__subclasses__())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_form_of_all_columns_tells_it_under_its_column(case):
    form = form_of(type(case.row), "__all__", dict(case.posted), fresh(case))

    assert case.sentence in " ".join(form.errors[case.column])


@pytest.mark.parametrize(
    ("case", "column"),
    [
        pytest.param(case, column, id=f"{name}, {column}")
        for name, case in CASES.items()
        for column in case.posted
    ],
)
def test_a_form_of_one_column_tells_it(case, column):
    form = form_of(
        type(case.row), [column], {column: case.posted[column]}, fresh(case, without=column)
    )

    assert case.sentence in said_in(form)
    assert set(form.errors) == {column if column == case.column else "__all__"}


COLUMNS = [
    pytest.param(case, field.name, id=f"{name}, {field.name}")
    for name, case in CASES.items()
    for field in type(case.row)._meta.concrete_fields
    if field.editable and not field.primary_key and field.name not in case.posted
]


@pytest.mark.parametrize(("case", "column"), COLUMNS)
def test_a_form_of_another_column_tells_it_above_its_field(case, column):
    form = form_of(type(case.row), [column], {}, fresh(case))

    assert case.sentence in " ".join(form.errors["__all__"])


NO_LEVELS = {
    "no number": '{"abc": "x"}',
    "not a number": '{"NaN": "x"}',
    "an exponent": '{"1e9": "x"}',
    "too many": '{"1000": "x"}',
    "too fine": '{"1.125": "x"}',
    "a list": "[1]",
    "a text": '"x"',
    "a number": "5",
    "a number as text": '{"1": 5}',
    "null as text": '{"1": null}',
    "another language": '{"1": {"de": "x"}}',
    "a number in a language": '{"1": {"en": 5}}',
    "no language": '{"1": {}}',
    "nothing": '{"1": ""}',
    "a long text": '{"1": "%s"}' % ("x" * 2001),
    "no JSON": "{",
}
NO_NAMES = {
    "a list": '["x"]',
    "a text": '"x"',
    "a number": "5",
    "a number in a language": '{"en": 5}',
    "null in a language": '{"en": null}',
    "another language": '{"de": "x"}',
    "nothing": '{"en": ""}',
    "no letter": '{"en": "—"}',
    "no JSON": "{",
}
IN_JSON = {
    **{f"levels, {name}": (Criterion, "levels", text) for name, text in NO_LEVELS.items()},
    **{f"names, {name}": (Person, "printed_names", text) for name, text in NO_NAMES.items()},
}


@pytest.mark.parametrize(("model", "column", "text"), IN_JSON.values(), ids=IN_JSON.keys())
@pytest.mark.parametrize("whole", [True, False], ids=["all columns", "one column"])
def test_a_column_of_json_is_refused_in_words(model, column, text, whole):
    form = form_of(model, "__all__" if whole else [column], {column: text}, model())

    assert column in form.errors
    assert all(said.endswith(".") for said in form.errors[column])


@pytest.mark.parametrize(
    ("model", "column", "text"),
    [
        (Criterion, "levels", '{"1": "Weak", "9.5": {"en": "Strong", "kk": "Күшті"}}'),
        (Criterion, "levels", '{"1": "\\"80\\""}'),
        (Person, "printed_names", '{"en": "Roza", "kk": "Роза"}'),
    ],
)
def test_a_column_of_json_takes_what_a_file_brings(model, column, text):
    form = form_of(model, [column], {column: text}, model(**SCALE if model is Criterion else {}))

    assert form.errors == {}


SCALE = {"minimum": Decimal(0), "maximum": Decimal(10), "step": Decimal("0.5")}


def test_a_value_of_another_kind_hides_no_other_flaw():
    row = criterion(minimum="5", maximum="2", weight="0")
    row.step = "many"

    with pytest.raises(ValidationError) as refusal:
        row.clean_fields(exclude=["rubric", "name"])

    assert {"weight", "maximum", "step"} <= set(refusal.value.message_dict)

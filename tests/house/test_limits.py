"""Every rule of a single value stands once: the entry's validator is the one of the model's field."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from django.db.models import Field, Model

from defense.event_file import EventFile
from diplomas.entries import (
    AwardDesignEntry,
    AwardEntry,
    DesignEntry,
    DocumentsEntry,
    SignatoryEntry,
)
from diplomas.models import Design
from events import entries as event_entries
from events.entry_base import Entry
from events.models import Criterion, Delegation, Event, Fact, Person, RunItem, SpeechFact
from events.value_base import Validator
from experts import entries as expert_entries
from experts.models import Interest, Seat
from projects import entries as project_entries
from projects.models import (
    Draw,
    Finding,
    Project,
    QuizQuestion,
    Recommendation,
    RespondentGroup,
    Supervisor,
    Survey,
    SwotEntry,
    TeamMember,
)

# The model of each entry, and the columns that are called otherwise than the entry's field.
MODELS: dict[type[Entry], tuple[type[Model], dict[str, tuple[type[Model], str]]]] = {
    event_entries.EventEntry: (Event, {}),
    event_entries.FactEntry: (Fact, {}),
    event_entries.LabelledFactEntry: (Fact, {}),
    event_entries.FactsEntry: (Fact, dict.fromkeys(("thanks", "inconsistencies"), (Fact, "text"))),
    event_entries.DelegationEntry: (Delegation, {}),
    event_entries.PersonEntry: (Person, {}),
    event_entries.RunItemEntry: (
        RunItem,
        {
            "facts": (SpeechFact, "text"),
            "person": (Person, "key"),
            "project": (Project, "number"),
        },
    ),
    event_entries.CriterionEntry: (Criterion, {}),
    project_entries.QuizQuestionEntry: (QuizQuestion, {}),
    project_entries.DrawEntry: (Draw, {}),
    project_entries.SupervisorEntry: (
        Supervisor,
        {"person": (Person, "key")},
    ),
    project_entries.MemberEntry: (TeamMember, {"person": (Person, "key")}),
    project_entries.RespondentGroupEntry: (RespondentGroup, {}),
    project_entries.SurveyEntry: (Survey, {}),
    project_entries.FindingEntry: (Finding, {"check": (Finding, "check_text")}),
    project_entries.SwotEntry: (SwotEntry, {}),
    project_entries.RecommendationEntry: (Recommendation, {}),
    project_entries.ProjectEntry: (Project, {}),
    expert_entries.SeatEntry: (Seat, {"person": (Person, "key")}),
    expert_entries.DisclosureEntry: (
        Interest,
        {
            "experts": (Person, "key"),
            "projects": (Project, "number"),
            "reason": (Interest, "evidence"),
        },
    ),
    DesignEntry: (Design, {}),
    AwardDesignEntry: (Design, {}),
}
# Rows that live inside a JSON column: no field of a model has their single values.
IN_JSON = {event_entries.SourceEntry, event_entries.LevelEntry, SignatoryEntry, AwardEntry}
INSIDE_JSON_COLUMNS = {(project_entries.DrawEntry, "notes")}
# Lists and envelopes without a value of their own.
EMPTY = {EventFile, event_entries.RubricEntry, DocumentsEntry}


def all_entries(kind: type[Entry] = Entry) -> Iterator[type[Entry]]:
    for each in kind.__subclasses__():
        yield each
        yield from all_entries(each)


def parts_of(annotation: Any) -> Iterator[Any]:
    """An annotation and everything within it, but not within another entry."""
    yield annotation
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for part in get_args(annotation):
        yield from parts_of(part)


def hints_of(kind: type[Entry]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind.model_fields}


def column_of(kind: type[Entry], name: str) -> Field:
    model, others = MODELS[kind]
    model, column = others.get(name, (model, name))
    return model._meta.get_field(column)


VALIDATED = [
    (kind, name, part)
    for kind in all_entries()
    if kind.__module__.endswith(".entries") and kind not in IN_JSON
    for name, hint in hints_of(kind).items()
    if (kind, name) not in INSIDE_JSON_COLUMNS
    for part in parts_of(hint)
    if isinstance(part, Validator)
]


def test_every_entry_has_its_model():
    entries = {kind for kind in all_entries() if kind.__module__.split(".")[0] != "tests"}

    assert entries == {*MODELS, *IN_JSON, *EMPTY}
    assert len(VALIDATED) > 60


@pytest.mark.parametrize(
    ("kind", "name", "validator"), VALIDATED, ids=lambda part: getattr(part, "__name__", str(part))
)
def test_a_validator_of_an_entry_stands_in_its_column(kind, name, validator):
    column = column_of(kind, name)

    if name == "trainees_stated":  # the column says 0 where the entry says nothing
        assert column.get_internal_type() == "PositiveIntegerField"
        return
    assert validator in column.validators
    assert column.max_length in (None, getattr(validator, "longest", None))


CHOICES = [
    (kind, name, get_args(part))
    for kind in MODELS
    for name, hint in hints_of(kind).items()
    for part in parts_of(hint)
    if get_origin(part) is Literal and name != "languages" and name != "language"
]


@pytest.mark.parametrize(("kind", "name", "words"), CHOICES, ids=str)
def test_the_words_of_an_entry_are_the_choices_of_its_column(kind, name, words):
    values = [value for value, _label in column_of(kind, name).choices]

    # Who has a role in a project is found by the program, never declared by a file.
    roles = {"supervisor", "member"} if kind is expert_entries.DisclosureEntry else set()
    assert set(words) == set(values) - roles

"""Whoever comes to the panel, into a project, or to a name, after sheets exist: recused with that file."""

import copy

import pytest
from django.db import transaction

from events.models import Person
from experts.errors import ExpertIsRecused
from experts.models import Interest, ScoreSheet, Seat
from experts.services.score_sheets import save_sheet
from projects.models import Defense
from tests.defense.event_file.test_points_stay import Document, load_document, scored_day
from tests.experts.hall import pass_of
from tests.experts.services.test_score_sheets import operation
from tests.factories import DAY

pytestmark = pytest.mark.django_db

FIRST = 0  # the first project, whose first member is Dana Zholdas


def comes(document: Document, name: str) -> Document:
    document["people"].append({"key": "comes", "name": name})
    return {"person": "comes"}


def supervises(name: str):
    def change(document: Document) -> None:
        project = document["projects"][FIRST]
        project["supervisors"] = [project.pop("supervisor"), comes(document, name)]

    return change


def joins(name: str):
    return lambda document: document["projects"][FIRST]["members"].append(comes(document, name))


def sits(name: str, role: str):
    return lambda document: document["panel"].append({**comes(document, name), "role": role})


def expert_joins(document: Document) -> None:
    document["projects"][FIRST]["members"].append({"person": "expert"})


def is_called(name: str):
    return lambda document: document["people"][0].update(name=name)


# What a file changes, and whether the likeness recuses for good or until somebody decides.
WAYS = {
    "the expert as a member": (expert_joins, "recuse"),
    "a namesake of the expert supervises": (supervises("Expert THE"), "recuse"),
    "the very name in the team": (joins("The Expert"), "recuse"),
    "a near name in the team": (joins("T. Expert"), ""),
    "the expert takes a member's name": (is_called("Zholdas Dana"), "recuse"),
    "the expert takes a near name": (is_called("D. Zholdas"), ""),
    **{
        f"a {role} called as a member": (sits("Dana Zholdas", role), "recuse")
        for role in ("deputy", "member", "secretary", "reserve")
    },
}


def recusals_after(document: Document) -> tuple[set[str], set[str]]:
    """Outcomes of the ties to the first project, and states of sheets of whoever is tied; taken back."""
    with transaction.atomic():
        load_document(document)
        ties = Interest.objects.recusing().filter(project__number=FIRST + 1)
        sheets = ScoreSheet.objects.filter(
            defense__project__number=FIRST + 1, seat__interest__in=ties
        )
        found = {tie.outcome for tie in ties}, {sheet.state for sheet in sheets}
        transaction.set_rollback(True)
    return found


def test_every_way_into_a_role_recuses_and_sets_the_sheet_aside():
    day = scored_day(keys=True)
    said = {}
    for name, (change, _outcome) in WAYS.items():
        document = copy.deepcopy(day)
        change(document)
        said[name] = recusals_after(document)

    assert {name: outcomes for name, (outcomes, _states) in said.items()} == {
        name: {outcome} for name, (_change, outcome) in WAYS.items()
    }
    assert {state for _outcomes, states in said.values() for state in states} == {"set_aside"}


def test_an_expert_of_a_name_that_was_not_compared_saves_nothing():
    """As after a statement that writes a name past the program."""
    scored_day(keys=True)
    seat, defense = Seat.objects.get(), Defense.objects.get(project__number=3)
    Person.objects.filter(key="expert").update(name="Roza Petrova")

    with pytest.raises(ExpertIsRecused):
        save_sheet(
            ScoreSheet(seat=seat, defense=defense).assignment,
            operation=operation(),
            held=pass_of(seat),
            at=DAY,
        )

"""Files changed at random, one loaded over the other, with marks and diplomas in the way."""

import copy
import json
import random
from typing import Any

import pytest

from defense.event_file import BadEventFile, read_event_file, write_event_file
from defense.event_file.loading import load_event
from defense.event_file.writing import dump_event
from diplomas.models import Diploma
from events.models import Person, RunItem
from events.rules import first_part
from experts.models import ScoreSheet, Seat
from projects.models import Defense, Project
from tests.defense.event_file.database import loaded, the_event
from tests.defense.event_file.documents import DEMO_DOCUMENT
from tests.factories import DAY, DiplomaFactory, ScoreSheetFactory

pytestmark = pytest.mark.django_db

FILES = 12


@pytest.mark.once("what a file says is read before an engine is asked")
def test_files_changed_at_random_lose_nothing_and_settle_at_once():
    dice = random.Random(2019)
    loaded()
    for key in ("irina-smirnova", "roza-zhanabaeva", "balkan-kasimov"):
        DiplomaFactory(person=Person.objects.get(key=key))
    for expert, number in (("irina-smirnova", 1), ("kairat-nurtay", 4), ("kanat-baybolov", 6)):
        seat = Seat.objects.get(person__key=expert)
        ScoreSheetFactory(seat=seat, defense=Defense.objects.get(project__number=number))
    before = what_people_did()

    moved: list[BadEventFile] = []
    for file in random_files(dice):
        try:
            load_event(file, actor="test", at=DAY)
        except BadEventFile as refused:
            moved.append(refused)
            continue
        assert what_people_did() == before
        assert not load_event(file, actor="test", at=DAY).has_changed
        assert orders_are_dense()
        assert read_event_file(write_event_file(dump_event(the_event())))
    assert len(moved) < FILES // 2
    assert {first_part(flaw.place) for each in moved for flaw in each.errors} <= {
        "people",
        "projects",
    }


def what_people_did() -> tuple[set[Any], set[Any]]:
    sheets = ScoreSheet.objects.values_list("pk", "seat__person__key", "defense__project")
    return set(sheets), set(Diploma.objects.values_list("pk", "person__key"))


def orders_are_dense() -> bool:
    orders = [
        sorted(model.objects.values_list(column, flat=True))
        for model, column in ((Seat, "order"), (RunItem, "order"), (Project, "number"))
    ]
    return all(order == list(range(1, len(order) + 1)) for order in orders)


def random_files(dice: random.Random):
    """Good files: the demo with some lists shuffled, cut, doubled, and some values exchanged."""
    found = 0
    while found < FILES:
        document = copy.deepcopy(DEMO_DOCUMENT)
        for _change in range(dice.randint(1, 6)):
            disturb(document, dice)
        document["event"]["slug"] = "shymkent-2019"
        try:
            yield read_event_file(json.dumps(document).encode())
        except BadEventFile:
            continue
        found += 1


def disturb(document: dict[str, Any], dice: random.Random) -> None:
    entries = dice.choice([each for each in lists_in(document) if each])
    match dice.choice(("shuffle", "cut", "double", "exchange")):
        case "shuffle":
            dice.shuffle(entries)
        case "cut":
            entries.pop(dice.randrange(len(entries)))
        case "double":
            entries.append(copy.deepcopy(dice.choice(entries)))
        case "exchange":
            exchange_values(document, dice)


def exchange_values(document: dict[str, Any], dice: random.Random) -> None:
    """Two values under the same key, such as two speakers or two topics, change places."""
    objects = list(objects_in(document))
    key = dice.choice([key for each in objects for key in each])
    one, other = (dice.choice([each for each in objects if key in each]) for _number in range(2))
    one[key], other[key] = other[key], one[key]


def lists_in(value: Any) -> list[list[Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [each for part in inner for each in lists_in(part)]
    return [value, *found] if isinstance(value, list) else found


def objects_in(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [each for part in inner for each in objects_in(part)]
    return [value, *found] if isinstance(value, dict) else found

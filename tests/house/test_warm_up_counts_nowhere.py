"""A warm-up sheet reaches no result: no table leads from it to one, no module of results knows it, no page of theirs changes."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from experts.models import Seat, WarmUp
from experts.reports import standings
from tests.cast import as_organizer
from tests.factories import DAY
from tests.house.doors_table import DOORS
from tests.house.scene import Scene, set_scene
from tests.house.test_results_stay_inside import TOKENS

# All that may know of it: its own furniture, and what keeps or removes its rows.
KNOWN_TO = {
    "experts/models/__init__.py",
    "experts/models/warm_ups.py",
    "experts/services/warming_up.py",
    "experts/services/leaving.py",
    "experts/pages/warm_up.py",
    "experts/views/warm_up.py",
    "experts/views/presence.py",
    "experts/errors.py",
    "defense/workspace/removing.py",
}
OF_RESULTS = (
    "organizer:results",
    "organizer:results_data",
    "organizer:scoring",
    "organizer:sheets",
    "public:event",
)


def test_no_other_module_knows_of_it():
    root = Path(settings.BASE_DIR)
    sources = [
        each.relative_to(root)
        for app in ("events", "projects", "experts", "diplomas", "defense")
        for each in (root / app).rglob("*.py")
        if "migrations" not in each.parts
    ]
    word = re.compile("WarmUp|warming_up|warmed_up")
    found = {str(each) for each in sources if word.search((root / each).read_text("utf-8"))}

    assert found == KNOWN_TO


def test_its_table_leads_to_a_seat_and_to_nothing_else():
    to: list[type[Model]] = [
        field.related_model for field in WarmUp._meta.get_fields() if field.is_relation
    ]

    assert to == [Seat]


@pytest.mark.django_db
@pytest.mark.once("what a page shows is of no engine")
def test_no_page_or_list_of_results_changes_by_a_byte():
    scene = set_scene()
    cast = scene.cast
    client = as_organizer(Client(), cast.olga)
    before = {name: said_by(client, scene, name) for name in OF_RESULTS}
    standing = standings(cast.event)

    for seat, points in ((cast.emil, "1"), (cast.clara, "2"), (cast.rita, "9")):
        given = {"research": points, "answers": points}
        WarmUp.objects.create(seat=seat, op_id=uuid4(), points=given, saved_at=DAY)

    assert {name: said_by(client, scene, name) for name in OF_RESULTS} == before
    assert standings(cast.event) == standing


def said_by(client: Client, scene: Scene, name: str) -> str:
    answer = client.get(reverse(name, args=DOORS[name].arguments(scene)))
    assert answer.status_code == 200
    return TOKENS.sub("", b"".join(answer).decode("latin-1"))

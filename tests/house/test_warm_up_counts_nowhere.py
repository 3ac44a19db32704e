"""A warm-up sheet reaches no result: no table leads from it to one, no module of results knows it, no page of theirs changes."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db.models import Model
from django.test import Client

from experts.models import Seat, WarmUp
from experts.reports import standings
from experts.services.closing import close_scoring
from tests.cast import as_expert, as_organizer
from tests.factories import DAY
from tests.house.doors_table import DOORS
from tests.house.scene import set_scene
from tests.house.test_results_stay_inside import TOKENS, Addresses, addresses_of

Said = dict[str, dict[str, str]]
# All that may know of it: its own furniture, and what keeps or removes its rows.
KNOWN_TO = {
    "experts/models/__init__.py",
    "experts/models/warm_ups.py",
    "experts/services/warming_up.py",
    "experts/services/leaving.py",
    "experts/pages/warm_up.py",
    "experts/views/warm_up.py",
    "experts/views/presence.py",
    "experts/errors/__init__.py",
    "experts/errors/sheets.py",
    "defense/workspace/removing.py",
}
# The only pages that tell of warm-ups: the expert's own, and who has saved one.
TELLING = {"expert:warm_up", "organizer:presence"}
VISITORS = {"a guest": "stranger", "an owner": "olga", "an expert": "emil"}
TOLD = DOORS.keys() - TELLING
OF_RESULTS = {
    "organizer:results",
    "organizer:results_data",
    "organizer:methods",
    "organizer:list_results",
    "organizer:list_points",
    "organizer:slips",
    "organizer:slips_list",
    "organizer:evidence",
}


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
@time_machine.travel(DAY, tick=False)  # a printed page says its minute, and a workbook its second
def test_no_page_list_or_file_of_anybody_changes_by_a_byte():
    """While the scoring is open, and with results, slips and evidence after its close; in one moment."""
    scene = set_scene()
    cast = scene.cast
    clients = {
        "a guest": Client(),
        "an owner": as_organizer(Client(), cast.olga),
        "an expert": as_expert(Client(), cast.emil),
    }
    addresses = {name: at for name, at in addresses_of(scene).items() if name in TOLD}
    of_results = {name: addresses[name] for name in OF_RESULTS}
    before, standing = said_to(clients, addresses), standings(cast.event)

    for seat, points in ((cast.emil, "1"), (cast.clara, "2"), (cast.rita, "9")):
        given = {"research": points, "answers": points}
        WarmUp.objects.create(seat=seat, op_id=uuid4(), points=given, saved_at=DAY)

    assert changed(before, clients, addresses) == []
    assert standings(cast.event) == standing
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    owner = {"an owner": clients["an owner"]}
    closed = said_to(owner, of_results)
    WarmUp.objects.all().delete()
    assert changed(closed, owner, of_results) == []
    assert set(closed["an owner"]) == OF_RESULTS


def said_to(clients: dict[str, Client], addresses: Addresses) -> Said:
    """Every page, list, file and answer at these that each can read, without its tokens."""
    return {
        who: {
            name: said
            for name, address in addresses.items()
            if DOORS[name].answer(VISITORS[who], "GET") not in {"login", "card"}
            and (said := said_by(client, address)) is not None
        }
        for who, client in clients.items()
    }


def changed(before: Said, clients: dict[str, Client], addresses: Addresses) -> list[str]:
    """Without the pages that say something else at every reading, such as forms with an id of their own."""
    return [
        f"{who}: {name}"
        for who, client in clients.items()
        for name, said in before[who].items()
        if (after := said_by(client, addresses[name])) != said
        and after == said_by(client, addresses[name])
    ]


def said_by(client: Client, address: str) -> str | None:
    answer = client.get(address)
    said = TOKENS.sub("", b"".join(answer).decode("latin-1"))
    return said if answer.status_code == 200 else None

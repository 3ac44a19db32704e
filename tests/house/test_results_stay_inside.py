"""Nobody but who may see the results reads anything of them, so no page names a winner of a tied place."""

import re
from collections.abc import Mapping
from http import HTTPStatus

import pytest
import time_machine
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from experts.reports import standings
from experts.services.casting import Vote, cast_vote, step_out
from experts.services.closing import close_scoring
from tests.cast import Cast, as_expert, as_organizer, as_trainee
from tests.experts.hall import give
from tests.factories import DAY, DefenseFactory, RunItemFactory
from tests.house.doors_table import DOORS
from tests.house.every_address import OTHERS
from tests.house.scene import Scene, set_scene

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what a page shows to whom is of no engine"),
]

TOKENS = re.compile(r"""[A-Za-z0-9_-]{20,}|nonce[=-][^\s;']+|name="seen" value="[^"]*\"""")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
EQUAL = {"research": "8", "answers": "9"}  # what Emil gave the first team

Addresses = Mapping[str, str]
VISITORS = {
    "a guest": "stranger",
    "a trainee": "tia",
    "a recused expert": "rita",
    "an organizer without the right": "mona",
    "a moderator": "mona",
    "a host": "hana",
    "an observer": "odil",
    "a member": "emil",
    "an owner": "olga",
}
INSIDE = {"organizer:results", "organizer:methods", "organizer:overview"}


def pages_of(client: Client, addresses: Addresses) -> dict[str, str]:
    """Every page that this visitor can read, without its tokens."""
    return {
        name: text
        for name, (status, text) in answers_of(client, addresses).items()
        if status == HTTPStatus.OK
    }


def answers_of(client: Client, addresses: Addresses) -> dict[str, tuple[int, str]]:
    """What every address says to this visitor: refusals, files and headers too, without tokens but with fingerprints."""
    answers = {name: client.get(address) for name, address in addresses.items()}
    return {name: (answer.status_code, _text(answer)) for name, answer in answers.items()}


def addresses_of(scene: Scene) -> Addresses:
    """Once of a scene: what stands at some of them is made for their arguments."""
    doors = {
        name: reverse(name, args=door.arguments(scene))
        for name, door in DOORS.items()
        if _is_read(door)
    }
    return doors | {path: path for path in OTHERS}


def seen_by(visitor: str, addresses: Addresses) -> Addresses:
    """Without those that a session alone refuses, whatever stands there (test_doors): two of them are kept."""
    refused = [
        name
        for name in addresses
        if name in DOORS and DOORS[name].answer(VISITORS[visitor], "GET") in {"login", "card"}
    ]
    return {name: addresses[name] for name in addresses if name not in refused[2:]}


def _text(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    heads = "".join(f"{name}: {value}\n" for name, value in sorted(answer.headers.items()))
    return TOKENS.sub(_fingerprint, heads + body.decode("latin-1"))


def _fingerprint(token: re.Match[str]) -> str:
    return token[0] if FINGERPRINT.fullmatch(token[0]) else ""


def _is_read(door) -> bool:
    return "GET" in door.answers and not door.is_act


def visitors(cast: Cast) -> dict[str, Client]:
    return {
        "a guest": Client(),
        "a trainee": as_trainee(Client(), cast.tia),
        "a recused expert": as_expert(Client(), cast.rita),
        "an organizer without the right": as_organizer(Client(), cast.mona),
        "an owner": as_organizer(Client(), cast.olga),
    }


@time_machine.travel(timezone.now(), tick=False)  # some answers say until when they may be kept
def test_points_and_places_change_no_page_but_those_of_who_may_see_them():
    scene = set_scene()
    cast = scene.cast
    item = RunItemFactory(room=cast.defense.run_item.room, order=2)
    second = DefenseFactory(project__event=cast.event, project__number=2, run_item=item)
    clients, found = visitors(cast), addresses_of(scene)
    addresses = {who: seen_by(who, found) for who in clients}
    addresses["an owner"] = {name: found[name] for name in (*INSIDE, "organizer:teams")}
    before = {who: pages_of(client, addresses[who]) for who, client in clients.items()}

    give(cast.emil, second, EQUAL)
    for defense in (cast.defense, second):
        give(cast.clara, defense, {"research": "5", "answers": "5"})
    assert [team.is_undecided for team in standings(cast.event).teams] == [True, True]
    after = {who: pages_of(client, addresses[who]) for who, client in clients.items()}

    changed = {
        who: sorted(name for name in before[who] if before[who][name] != after[who].get(name))
        for who in clients
    }
    assert {who for who, names in changed.items() if names} == {"an owner"}
    assert set(changed["an owner"]) >= INSIDE
    assert all(len(before[who]) > 3 for who in clients)

    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    for who in ("a guest", "a trainee"):
        assert pages_of(clients[who], addresses[who]) == before[who]


@time_machine.travel(timezone.now(), tick=False)  # some pages say what time it is
def test_what_the_chair_decides_changes_no_page_but_those_of_the_panel():
    """Rita is recused from one of the two equal teams, and out of the room; her pages stay as they were."""
    scene = set_scene()
    cast = scene.cast
    item = RunItemFactory(room=cast.defense.run_item.room, order=2)
    second = DefenseFactory(project__event=cast.event, project__number=2, run_item=item)
    give(cast.emil, second, EQUAL)
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    where = {"seat": cast.rita.pk, "project": cast.defense.project_id}
    step_out(cast.event, **where, actor=cast.clara.person, at=DAY)
    clients = {
        "a guest": Client(),
        "a trainee": as_trainee(Client(), cast.tia),
        "a recused expert": as_expert(Client(), cast.rita),
        "a host": as_organizer(Client(), cast.hana),
        "an observer": as_organizer(Client(), cast.odil),
        "a member": as_expert(Client(), cast.emil),
    }
    found = addresses_of(scene)
    addresses = {who: seen_by(who, found) for who in clients}
    before = {who: pages_of(client, addresses[who]) for who, client in clients.items()}

    both = (cast.defense.project_id, second.project_id)
    cast_vote(cast.event, Vote(both, both[::-1], "So."), seat=cast.clara, at=DAY)
    after = {who: pages_of(client, addresses[who]) for who, client in clients.items()}

    changed = {
        who: {name for name in before[who] if before[who][name] != after[who].get(name)}
        for who in clients
    }
    assert changed.pop("a host") == {"organizer:scoring_progress"}  # its ETag counts log lines
    assert {who for who, names in changed.items() if names} == {"a member"}
    assert "expert:deliberation" in changed["a member"]

"""Every URL x every member of the cast x every method, from the one table of `doors_table`."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from events.models import Person
from tests.cast import as_expert, as_organizer, as_trainee
from tests.house.doors import METHODS, SAFE, WHO, Door
from tests.house.doors_table import ACCOUNT_DOORS, DOORS
from tests.house.scene import CANARY, Scene, set_scene

ALL_DOORS = {**DOORS, **ACCOUNT_DOORS}
# 403 is given on a page of one's own alone (a recused expert's sheet), which shows its owner's name.
REFUSALS = {"401", "404", "405", "410", "login", "card"}
# Whatever is asked of it first, allauth's page copies the account's own address into a table of its own.
COPIES_AN_ADDRESS = {"account_email"}


def named_urls(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_urls(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def client_of(who: str, scene: Scene, client: Client | None = None) -> Client:
    client, cast = client or Client(), scene.cast
    if who in {"olga", "oleg"}:
        return as_organizer(client, getattr(cast, who))
    if who in {"tia", "tom"}:
        return as_trainee(client, getattr(cast, who))
    if who == "stranger":
        return client
    return as_expert(client, getattr(cast, who))


def answer_of(response) -> str:
    if response.status_code not in {301, 302}:
        return str(response.status_code)
    if response.url.startswith(reverse("account_login")):
        return "login"
    if response.url == reverse("public:pass_open"):
        return "card"
    return "on"


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything but Django's own tables: a session and a cache are kept for everybody who calls."""
    names = connection.introspection.django_table_names()
    tables = [name for name in names if not name.startswith("django_")]
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
            found[table] = cursor.fetchall()
    return found


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_every_url_has_a_row_and_every_row_a_url():
    assert sorted(set(named_urls())) == sorted(ALL_DOORS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ALL_DOORS))
def test_each_of_the_cast_gets_the_answer_of_the_table(name):
    door: Door = ALL_DOORS[name]
    scene = set_scene()
    address = reverse(name, args=door.arguments(scene))
    expected, found, leaks, changes = {}, {}, [], []

    for who in WHO:
        client = client_of(who, scene)
        before = rows()
        for method in METHODS:
            cache.clear()
            mark = transaction.savepoint()
            response = client.generic(method, address, **form(door, scene, method))
            cell = f"{who} {method}"
            expected[cell], found[cell] = door.answer(who, method), answer_of(response)
            is_refused = found[cell] in REFUSALS
            writes_nothing = is_refused or method in SAFE
            if is_refused and CANARY.encode() in body_of(response):
                leaks.append(cell)
            if writes_nothing and name not in COPIES_AN_ADDRESS and rows() != before:
                changes.append(cell)
            transaction.savepoint_rollback(mark)

    assert found == expected
    assert leaks == []
    assert changes == []


def form(door: Door, scene: Scene, method: str) -> dict[str, str]:
    """What a page of ours would send: a form, or the JSON of a tablet."""
    data = door.data(scene)
    if method == "POST":
        return {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}
    if method == "PUT" and data:
        return {"data": json.dumps(data), "content_type": "application/json"}
    return {}


# Who may write there, as far as anybody may: the others are refused with the token as well.
WRITERS = {"organizer": "olga", "expert": "emil", "api": "emil", "trainee": "tia"}
WITHOUT_WRITES = {"api:openapi-json", "api:api-root"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ALL_DOORS.keys() - WITHOUT_WRITES))
def test_a_write_without_the_token_of_our_page_is_refused(name):
    """A request from another site carries the cookies and not the token."""
    door, scene = ALL_DOORS[name], set_scene()
    space = name.partition(":")[0]
    client = client_of(WRITERS.get(space, "stranger"), scene, Client(enforce_csrf_checks=True))
    method = "PUT" if space == "api" else "POST"
    before = rows()

    response = client.generic(
        method, reverse(name, args=door.arguments(scene)), **form(door, scene, method)
    )

    assert response.status_code == 403
    assert rows() == before


@pytest.mark.django_db
def test_a_changed_row_would_be_seen():
    """The negative control of every "no rows change" above."""
    scene = set_scene()
    before = rows()

    Person.objects.filter(pk=scene.cast.tia.person_id).update(name="Tia")

    assert [table for table, found in rows().items() if found != before[table]] == ["events_person"]


@pytest.mark.django_db
def test_the_canary_can_sing():
    """The pages that may show the event's people do show the canary, so its silence elsewhere means something."""
    scene = set_scene()
    teams = reverse("organizer:teams", args=[scene.cast.event.slug])

    response = client_of("olga", scene).get(teams)

    assert CANARY in response.content.decode()

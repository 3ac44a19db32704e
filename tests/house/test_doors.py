"""Every URL x every member of the cast x every method, from the one table of `doors_table`."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from events import access
from events.models import Person
from tests.cast import as_expert, as_organizer, as_trainee
from tests.house.doors import MEMBERS, METHODS, ORGANIZERS, SAFE, TRAINEES, WHO, Answers, Door
from tests.house.doors_table import ACCOUNT_DOORS, DOORS
from tests.house.scene import CANARY, Scene, set_scene
from tests.kept_rows import made_once

ALL_DOORS = {**DOORS, **ACCOUNT_DOORS}
READS = re.compile(r"[\s(]*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA)\b")
# What is about the reader's own account, or about a membership that everybody has.
OF_NO_EVENT = {
    "organizer:home",
    "organizer:event_new",
    "organizer:event_add",
    "organizer:event_bring",
    "organizer:member_leave",
}
OF_DJANGO = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(?:django_|defense_cache)')
ONE_OF_A_KIND = ("stranger", "tia", "emil", "olga", "oleg")
# Said before the engine is asked for anything of the page: by the session and the method alone.
BEFORE_THE_ENGINE = {"401", "405", "login", "card"}
# Of the pages and of the acts of each right.
FIRST_DOORS = {(door.right, door.is_act): door for door in reversed(DOORS.values())}
REFUSALS = {"401", "404", "405", "410", "login", "card"}
# The 403 of a recused expert is given on a page of their own, which shows their name.
REFUSALS_OF_ORGANIZERS = REFUSALS | {"403"}


def named_urls(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, Callable[..., object]]]:
    """The name of each, and its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_urls(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def client_of(who: str, scene: Scene, client: Client | None = None) -> Client:
    client, cast = client or Client(), scene.cast
    if who in ORGANIZERS:
        return as_organizer(client, getattr(cast, who))
    if who in TRAINEES:
        return as_trainee(client, getattr(cast, who))
    if who == "stranger":
        return client
    return as_expert(client, getattr(cast, who))


@dataclass(frozen=True)
class Entered:
    """The scene when everybody has come in, each on a device of their own."""

    scene: Scene
    cookies: Mapping[str, SimpleCookie]
    sessions: Sequence[Session]

    def client(self, who: str, **kind: bool) -> Client:
        client = Client(**kind)
        client.cookies.update(self.cookies[who])
        return client


def everybody_in() -> Entered:
    entered = all_enter()
    Session.objects.bulk_create(entered.sessions, ignore_conflicts=True)
    return entered


@made_once
def all_enter() -> Entered:
    scene = set_scene()
    cookies = {who: client_of(who, scene).cookies for who in WHO}
    return Entered(scene, cookies, list(Session.objects.all()))


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


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements that may change a row of ours, as they are executed."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        if not READS.match(sql) and not OF_DJANGO.search(sql):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def has_changed_rows(mark: str, statements: list[str]) -> bool:
    """Whether the statements changed any, which the rollback to the mark undoes.

    Reading every table is slow, so it is done only where something was written.
    """
    after = rows() if statements else {}
    transaction.savepoint_rollback(mark)
    return bool(statements) and after != rows()


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_every_url_has_a_row_and_every_row_a_url():
    assert sorted({name for name, _view in named_urls()}) == sorted(ALL_DOORS)


def test_every_page_of_an_event_declares_the_right_of_its_row():
    """One without a right is open to every account: what is about no event yet."""
    declared = {
        name: (view.door.right, view.door.is_act)
        for name, view in named_urls()
        if name.startswith("organizer:") and hasattr(view, "door")
    }

    wanted = {name: (door.right, door.is_act) for name, door in DOORS.items() if door.right}
    assert declared == wanted
    organizers = {name for name in DOORS if name.startswith("organizer:")}
    assert organizers - set(declared) == OF_NO_EVENT


@dataclass
class Tried:
    """What came of asking at one door: the answers of the table and those given, by who and method."""

    expected: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [cell for cell, answer in self.found.items() if answer != self.expected[cell]]


def asked_by(who: str, door: Door) -> Iterable[str]:
    """On PostgreSQL the first of a kind who comes in reads and writes, and the first whom the engine's answer refuses."""
    if connection.vendor == "postgresql":
        return [each for each in ("GET", "POST") if who in asked_on_postgresql(door, each)]
    return [each for each in METHODS if who in asked_on_sqlite(door, each)]


def asked_on_sqlite(door: Door, method: str) -> Collection[str]:
    """Whom the engine answers, and one of each kind whom the session alone does.

    With HEAD and a method that the door does not take, the first to whom it gives each of its answers. An act, and the
    refusal of a page, follow for every member from the right that the door declares: they are asked at the first door
    of each right, and elsewhere the first with each answer.
    """
    answers = {who: door.answer(who, method) for who in WHO}
    if method == "HEAD" or method not in door.answers:
        return first_with_each(answers)
    if door in ACCOUNT_DOORS.values():
        return ONE_OF_A_KIND  # they know of no event and no role
    asked = {who for who in WHO if answers[who] not in BEFORE_THE_ENGINE}.union(ONE_OF_A_KIND)
    if door.right and FIRST_DOORS[door.right, door.is_act] is not door:
        firsts = first_with_each({who: answers[who] for who in MEMBERS})
        spared = {who for who in MEMBERS if door.is_act or answers[who] == "403"}
        asked -= spared - firsts
    return asked


def first_with_each(answers: Answers) -> set[str]:
    return set({answer: who for who, answer in reversed(answers.items())}.values())


def asked_on_postgresql(door: Door, method: str) -> set[str]:
    """The first whose answer comes from the engine, of those who come in and of those who are refused."""
    firsts: dict[bool, str] = {}
    for who in ONE_OF_A_KIND:
        if (answer := door.answer(who, method)) not in BEFORE_THE_ENGINE:
            firsts.setdefault(answer in REFUSALS_OF_ORGANIZERS, who)
    return set(firsts.values())


def try_door(name: str, entered: Entered, cast: Iterable[str] = WHO) -> Tried:
    """Each asks as if nobody had asked before."""
    door, scene = ALL_DOORS[name], entered.scene
    address = reverse(name, args=door.arguments(scene))
    refusals = REFUSALS_OF_ORGANIZERS if name.startswith("organizer:") else REFUSALS
    tried = Tried()
    for who in cast:
        client = entered.client(who)
        for method in asked_by(who, door):
            mark = transaction.savepoint()
            with written() as statements:
                response = client.generic(method, address, **form(door, scene, method))
                body = body_of(response)
            cell = f"{who} {method}"
            tried.expected[cell], tried.found[cell] = door.answer(who, method), answer_of(response)
            is_refused = tried.found[cell] in refusals
            if is_refused and CANARY.encode() in body:
                tried.leaks.append(cell)
            writes_nothing = is_refused or method in SAFE
            if has_changed_rows(mark, statements if writes_nothing else []):
                tried.changes.append(cell)
    return tried


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ALL_DOORS))
def test_each_of_the_cast_gets_the_answer_of_the_table(name):
    tried = try_door(name, everybody_in())

    assert tried.found == tried.expected
    assert tried.leaks == []
    assert tried.changes == []


@pytest.mark.once("who comes in is decided before the engine is asked")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "method"),
    [("organizer:list_results", "GET"), ("organizer:diplomas_issue", "POST")],
)
def test_without_the_check_of_rights_the_table_is_not_kept(name, method, monkeypatch):
    """The negative control: whoever is a member comes in everywhere."""
    monkeypatch.setattr(access.Door, "lets_in", lambda door, membership: True)

    tried = try_door(name, everybody_in(), MEMBERS)

    assert {cell for cell in tried.wrong if cell.endswith(method)} == {
        f"{who} {method}" for who in ("hana", "mona", "odil")
    }


def form(door: Door, scene: Scene, method: str) -> dict[str, str]:
    """What a page of ours would send: a form, or the JSON of a tablet."""
    data = door.data(scene)
    if method == "POST" and not door.is_json:
        return {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}
    if method in {"POST", "PUT"} and data:
        return {"data": json.dumps(data), "content_type": "application/json"}
    return {}


# Who may write there, as far as anybody may: the others are refused with the token as well.
WRITERS = {"organizer": "olga", "expert": "emil", "api": "emil", "trainee": "tia"}
WITHOUT_WRITES = {"api:openapi-json", "api:api-root"}


@pytest.mark.once("the token is asked for before the engine is")
@pytest.mark.django_db
def test_a_write_without_the_token_of_our_page_is_refused():
    """A request from another site carries the cookies and not the token."""
    entered, answers, changed = everybody_in(), {}, []
    scene = entered.scene

    for name in sorted(ALL_DOORS.keys() - WITHOUT_WRITES):
        mark = transaction.savepoint()
        door, space = ALL_DOORS[name], name.partition(":")[0]
        client = entered.client(WRITERS.get(space, "stranger"), enforce_csrf_checks=True)
        method = "PUT" if "PUT" in door.answers and space == "api" else "POST"
        address, sent = reverse(name, args=door.arguments(scene)), form(door, scene, method)
        with written() as statements:
            answers[name] = client.generic(method, address, **sent).status_code
        if statements:
            changed.append(name)
        transaction.savepoint_rollback(mark)

    assert answers == dict.fromkeys(answers, 403)
    assert changed == []


@pytest.mark.django_db
def test_a_changed_row_would_be_seen():
    """The negative control of every "no rows change" above."""
    scene = set_scene()
    before = rows()
    mark = transaction.savepoint()

    with written() as statements:
        Person.objects.filter(pk=scene.cast.tia.person_id).update(name="Tia")

    assert [table for table, found in rows().items() if found != before[table]] == ["events_person"]
    assert has_changed_rows(mark, statements)
    assert rows() == before


@pytest.mark.django_db
def test_what_django_keeps_for_itself_is_no_change():
    mark = transaction.savepoint()

    with written() as statements:
        Client().session.save()
        cache.set("a", 1)

    assert not has_changed_rows(mark, statements)


@pytest.mark.django_db
def test_the_canary_can_sing():
    """The pages that may show the event's people do show the canary, so its silence elsewhere means something."""
    scene = set_scene()
    teams = reverse("organizer:teams", args=[scene.cast.event.slug])

    response = client_of("olga", scene).get(teams)

    assert CANARY in response.content.decode()

"""NUL, which PostgreSQL keeps nowhere, is refused at every address and in every place of a request."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse

from tests.house.doors_table import DOORS
from tests.house.every_address import addresses
from tests.house.scene import set_scene
from tests.house.test_doors import client_of

NULL = "a\0b"
AS_FORM = {"content_type": "application/x-www-form-urlencoded"}
AS_JSON = {"content_type": "application/json"}


def attempts(address: str) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Where it stands, the method, the address, and what else the request has."""
    path = address.rstrip("/")
    for at in [at for at, letter in enumerate(address) if letter == "/" and at] or [len(path)]:
        yield f"path {at}", "GET", f"{address[:at]}%00{address[at:]}", {}
    for method in ("GET", "POST"):
        yield f"query {method}", method, f"{address}?code={quote(NULL)}", {}
    yield "name in the query", "GET", f"{address}?{quote(NULL)}=1", {}
    yield "field", "POST", address, {"data": f"token={quote(NULL)}", **AS_FORM}
    yield "name of a field", "POST", address, {"data": f"{quote(NULL)}=1", **AS_FORM}
    for method in ("PUT", "POST"):
        yield f"JSON {method}", method, address, {"data": json.dumps({"comment": NULL}), **AS_JSON}
        yield f"key in JSON {method}", method, address, {"data": json.dumps({NULL: 1}), **AS_JSON}
    yield "raw JSON", "PUT", address, {"data": b'{"comment": "a\0b"}', **AS_JSON}
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "device"):
        # As a cookie writes it; it is read as one NUL.
        yield f"cookie {name}", "GET", address, {"headers": {"Cookie": rf'{name}="a\000b"'}}
    yield "header", "GET", address, {"headers": {"Accept-Language": NULL}}


def answered(client: Client, places: list[str]) -> dict[str, int]:
    """The answers that are neither 400 nor 404, by place and address."""
    wrong = {}
    client.raise_request_exception = False
    for address in places:
        for place, method, where, request in attempts(address):
            status = client.generic(method, where, **request).status_code
            if status not in {400, 404}:
                wrong[f"{place}: {where}"] = status
    return wrong


@pytest.fixture
def places(db) -> list[str]:
    """Those of the table, where something stands, and one of every other pattern."""
    scene = set_scene()
    there = [reverse(name, args=door.arguments(scene)) for name, door in DOORS.items()]
    return sorted({*there, *(each for each in addresses() if not is_in_the_table(each))})


def is_in_the_table(address: str) -> bool:
    try:
        return resolve(address).view_name in DOORS
    except Resolver404:
        return False


@pytest.mark.once("it is refused before an engine is asked, which the two below show on both")
def test_null_is_refused_at_every_address_wherever_it_stands(places):
    assert answered(Client(), places) == {}
    assert len(places) > 60


def test_null_is_refused_for_who_may_come_in(db):
    scene = set_scene()
    for who, name in (("emil", "expert:score_sheet"), ("olga", "organizer:diplomas_issue")):
        where = reverse(name, args=DOORS[name].arguments(scene))
        assert answered(client_of(who, scene), [where]) == {}


@pytest.mark.django_db
def test_null_in_the_parts_of_a_form_with_files_is_refused(client):
    field = client.post("/pass/", {"token": NULL, "file": SimpleUploadedFile("a", b"\0")})
    inside = client.post("/pass/leave/", {"file": SimpleUploadedFile("a.xlsx", b"PK\0")})

    assert (field.status_code, inside.status_code) == (400, 302)  # a file may hold any byte


def test_what_only_looks_like_null_is_taken(client):
    told = r'{"comment": "\\u0000"}'

    assert client.put("/pass/", data=told, content_type="application/json").status_code == 405


def test_without_the_refusals_null_comes_in(places):
    """The negative control."""
    others = [name for name in settings.MIDDLEWARE if not name.endswith("Refusals")]

    with override_settings(MIDDLEWARE=others):
        wrong = answered(Client(), ["/pass/", "/d/"])

    assert {"field: /pass/", "cookie sessionid: /pass/"} <= {*wrong}
    assert len(wrong) > 10

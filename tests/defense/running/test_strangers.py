"""Whatever a stranger sends is answered, and is at most one short line of the log."""

import io
from collections.abc import Iterator

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import Client

from defense.running import log, refusals
from defense.running.log import RoutesOnly
from defense.running.unreadable import UNREADABLE, readable
from tests.defense.running.test_log import formatter

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="token"'
NO_TEXT = ["rot13", "hex", "zip", "idna", "undefined", "utf-16", "latin-1", "nonsense"]
LONG = "a" * 2_000
# Method, address, type of the body, the body, and headers.
SENT = {
    "false host": ("GET", "/", "", b"", {"Host": "evil.example"}),
    "false host of the API": ("PUT", "/api/v1/sheets/1-1", JSON, b"{}", {"Host": "evil.example"}),
    "long host": ("GET", "/", "", b"", {"Host": LONG}),
    "host that is none": ("POST", "/accounts/login/", FORM, b"", {"Host": "a b<>\xff"}),
    "port that is none": ("GET", "/health/", "", b"", {"Host": "testserver:abc"}),
    "long origin": ("POST", "/pass/", FORM, b"a=1", {"Origin": LONG}),
    "origin of two lines": ("POST", "/pass/", FORM, b"a=1", {"Origin": "http://a\x85ERROR\x9b31m"}),
    "origin that is none": ("POST", "/pass/", FORM, b"a=1", {"Origin": "http://["}),
    **{
        f"{charset} of a {kind.partition('/')[0]}": (
            "POST",
            "/pass/",
            f"{kind}; charset={charset}",
            PART + b"\r\n\r\nx\r\n--b--\r\n",
            {},
        )
        for charset in NO_TEXT
        for kind in (FORM, MULTIPART)
    },
    "no boundary": ("POST", "/pass/", "multipart/form-data", b"x", {}),
    "boundary that is none": ("POST", "/pass/", "multipart/form-data; boundary=\xff", b"x", {}),
    "part without an end": ("POST", "/pass/", MULTIPART, PART + b"\r\n\r\nx", {}),
    "part of a bad coding": (
        "POST",
        "/pass/",
        MULTIPART,
        PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--\r\n",
        {},
    ),
    "part of a bad name": (
        "POST",
        "/pass/",
        MULTIPART,
        b"--b\r\nContent-Disposition: form-data; name*=nope''%ff\r\n\r\nx\r\n--b--\r\n",
        {},
    ),
    "type that is none": ("POST", "/pass/", ";;;=\xff", b"x", {}),
    "too many fields": ("POST", "/pass/", FORM, b"a=1&" * 1500, {}),
    "too many in the query": ("GET", "/d/?" + "a=1&" * 1500, "", b"", {}),
    "fields that are no text": ("POST", "/accounts/login/", FORM, b"login=%ff&next=//[", {}),
    "length that is none": ("POST", "/pass/", FORM, b"a=1", {"Content-Length": "-5"}),
    "cookies that are none": (
        "GET",
        "/organize/",
        "",
        b"",
        {"Cookie": "\xff=\xfe; sessionid=';;="},
    ),
    "cookie of NUL": ("GET", "/organize/", "", b"", {"Cookie": r'sessionid="\000"'}),
    "path that is no text": ("GET", "/d/%ff%ed%a0%80", "", b"", {}),
    "query that is no text": ("GET", "/d/?code=%ff%ed%a0%80", "", b"", {}),
    "next that is none": ("GET", "/accounts/login/?next=http://[", "", b"", {}),
    "languages that are none": ("GET", "/", "", b"", {"Accept-Language": "a-" * 3000 + ";q=nan"}),
    "huge header": ("GET", "/d/", "", b"", {"X-Huge": LONG}),
    "JSON that ends": ("PUT", "/api/v1/sheets/1-1", JSON, b'{"a', {}),
    "deep JSON": ("PUT", "/api/v1/sheets/1-1", JSON, b"[" * 100_000, {}),
    "unknown method": ("BREW", "/pass/", "", b"", {}),
    "method of another page": ("TRACE", "/", "", b"", {}),
    "range that is none": ("GET", "/static/css/base.css", "", b"", {"Range": "bytes=9-a"}),
}


def lines_of(caplog) -> Iterator[str]:
    for record in caplog.records:
        assert RoutesOnly().filter(record)
        yield formatter().format(record)


def wrong(caplog, names=tuple(SENT)) -> list[str]:
    """Which of them broke the program, or left more in the log than one short line."""
    visitor, found = Client(enforce_csrf_checks=True, raise_request_exception=False), []
    for name in names:
        method, address, kind, body, headers = SENT[name]
        caplog.clear()
        response = visitor.generic(method, address, body, content_type=kind, headers=headers)
        b"".join(response)  # to its end, which closes a file
        lines = [line.splitlines() for line in lines_of(caplog)]
        is_short = len(lines) <= 1 and all(len(each) == 1 and len(each[0]) < 300 for each in lines)
        if response.status_code >= 500 or not is_short:
            found.append(name)
    return found


@pytest.mark.django_db
def test_what_a_stranger_sends_is_at_most_one_short_line_of_the_log(caplog):
    assert wrong(caplog) == []


@pytest.mark.django_db
def test_without_the_protections_it_is_not(caplog, monkeypatch):
    """The negative control: Django's own lines, and codecs that are none of text."""
    monkeypatch.setattr(log, "is_refusal", lambda record: False)
    monkeypatch.setattr(log, "shortened", lambda sentence: sentence)
    monkeypatch.setattr(refusals, "refused_with", lambda request: None)

    names = [
        "false host",
        "long host",
        "port that is none",
        "long origin",
        "zip of a multipart",
    ]

    assert wrong(caplog, names) == names


@pytest.mark.django_db
def test_a_false_host_is_answered_with_a_page(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "This cannot be read" in response.content.decode()


def scope_of(content_type=b"text/plain", query=b"a=1"):
    headers = [(b"host", b"testserver"), (b"content-type", content_type)]
    base = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/"}
    return {**base, "headers": headers, "query_string": query}


@pytest.mark.parametrize(
    ("scope", "is_refused"),
    [
        (scope_of(), False),
        (scope_of(b"application/json; charset=UTF8"), False),
        (scope_of(b"text/plain; charset*=utf-8''%00"), True),
        (scope_of(b"text/plain; charset*=nope''x"), True),
        (scope_of(b"text/plain; other*=nope''x"), True),
        (scope_of(b"multipart/form-data; boundary=b; charset=zip"), True),
        (scope_of(query=b"a=\xff"), True),
    ],
)
def test_what_django_could_make_no_request_of_is_taken_out_of_it(scope, is_refused):
    made = ASGIRequest(readable(scope), io.BytesIO())

    assert (UNREADABLE in made.scope) == is_refused
    assert refusals.refused_with(made) == (400 if is_refused else None)

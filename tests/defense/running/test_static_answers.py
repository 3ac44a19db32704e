"""A static file that is given before Django is answered word for word as Django would."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application

from defense.running.bodies import REFUSED
from defense.running.static_answers import PIECE, StaticAnswers
from defense.running.unreadable import UNREADABLE

pytestmark = pytest.mark.filterwarnings(
    "ignore:StreamingHttpResponse must consume synchronous iterators"
)

TEXT = b"body { color: black }\n" * PIECE
HOST = (b"host", b"testserver")
FILE = "/static/css/long.css"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes:
        return dict(self.headers)[name]


def asked(path: str = FILE, *headers: tuple[bytes, bytes], method: str = "GET", **more) -> dict:
    named = headers if any(name == b"host" for name, _ in headers) else (HOST, *headers)
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http"}
    return {**scope, "headers": list(named), **more}


GIVEN = {
    "plain": asked(),
    "secure": asked(scheme="https"),
    "head": asked(method="HEAD"),
    "packed": asked(FILE, (b"accept-encoding", b"gzip, br")),
    "part": asked(FILE, (b"range", b"bytes=70000-140000")),
    "part that is none": asked(FILE, (b"range", b"bytes=9-a")),
    "query": asked(query_string=b"a=1"),
    "cookie": asked(FILE, (b"cookie", b"sessionid=1")),
}
LEFT_TO_DJANGO = {
    "beyond its end": asked(FILE, (b"range", b"bytes=9999999-")),
    "written to": asked(method="POST"),
    "unknown": asked("/static/css/none.css"),
    "above the folder": asked("/static/../settings.py"),
    "false host": asked(FILE, (b"host", b"evil.example")),
    "cookie of NUL": asked(FILE, (b"cookie", rb'sessionid="\000"')),
    "with a body": asked(FILE, (b"content-length", b"1")),
    "held back": asked(**{REFUSED: 413}),
    "unreadable": asked(**{UNREADABLE: True}),
}


@pytest.fixture
def reached(settings, tmp_path) -> Iterator[list[str]]:
    """The paths that Django itself is asked for."""
    settings.STATIC_ROOT = tmp_path
    file = tmp_path / "css" / "long.css"
    file.parent.mkdir()
    file.write_bytes(TEXT)
    file.with_suffix(".css.gz").write_bytes(gzip.compress(TEXT))
    return []


@async_to_sync
async def answer_of(application, scope) -> Answer:
    asking = ApplicationCommunicator(application, scope)
    await asking.send_input({"type": "http.request", "body": b""})
    start, body, more = await asking.receive_output(60), b"", True
    while more:
        piece = await asking.receive_output(60)
        body, more = body + piece.get("body", b""), piece.get("more_body", False)
    await asking.wait()
    headers = sorted((name.lower(), value) for name, value in start["headers"])
    return Answer(start["status"], headers, body)


def both(scope, reached) -> tuple[Answer, Answer]:
    django = get_asgi_application()

    async def noted(scope, receive, send) -> None:
        reached.append(scope["path"])
        await django(scope, receive, send)

    return answer_of(StaticAnswers(noted), scope), answer_of(django, scope)


@pytest.mark.parametrize("scope", GIVEN.values(), ids=GIVEN)
def test_a_static_file_is_given_without_django_and_as_by_django(scope, reached):
    given, by_django = both(scope, reached)

    assert given == by_django
    assert reached == []


def test_a_file_that_a_browser_has_is_not_sent_again(reached):
    first, _ = both(asked(), reached)

    again, _ = both(asked(FILE, (b"if-none-match", first.header(b"etag"))), reached)

    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert reached == []


@pytest.mark.parametrize("scope", LEFT_TO_DJANGO.values(), ids=LEFT_TO_DJANGO)
def test_whatever_else_is_asked_is_answered_by_django(scope, reached):
    both(scope, reached)

    assert reached == [scope["path"]]

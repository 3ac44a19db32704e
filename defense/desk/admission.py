"""Saves of score sheets come to Django in a line: a few at once, in the order in which they came.

More at once would only wait for one another in the database, where who came last may well be first.
The line stands before Django, so that who waits costs neither a thread nor a connection, and who finds it
full is told when to come again in Django's stead, with the outcome `busy`: nothing was saved, and nothing is broken.
The body is read before, so that a slow tablet holds up nobody.
"""

import json
import re
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from defense.desk.gate import answer, language_of
from defense.running.bodies import Application, Message, Receive, Scope, Send
from defense.running.fair_line import FairLine
from experts.sheets import Outcome

AT_ONCE: Final = 2
MOST_WAITING: Final = 40
SHEET: Final = re.compile(r"/api/v1/sheets/[^/]+")


class Admission:
    """An ASGI application around Django's."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.line = FairLine(AT_ONCE, MOST_WAITING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_save(scope):
            await self.application(scope, receive, send)
            return
        read = await whole_body(receive)
        who = who_saves(scope)
        if not await self.line.enter(who):
            await answer(busy(self.line.promise(who), language_of(scope)), send)
            return
        began = time.monotonic()
        try:
            await self.application(scope, once_more(read, receive), send)
        finally:
            self.line.leave(after=time.monotonic() - began)


def is_save(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "PUT":
        return False
    return SHEET.fullmatch(scope["path"]) is not None


def who_saves(scope: Scope) -> tuple[object, ...]:
    """A tablet and its sheet, by what it sends with each request."""
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    return (scope["path"], *cookies)


async def whole_body(receive: Receive) -> list[Message]:
    """Bounded in bytes and in time by `BoundedBodies`, which stands around."""
    read = [await receive()]
    while read[-1].get("more_body", False):
        read.append(await receive())
    return read


def once_more(read: Sequence[Message], receive: Receive) -> Receive:
    """Receives what was read already, and then what comes."""
    left = [*read]

    async def received() -> Message:
        return left.pop(0) if left else await receive()

    return received


def busy(seconds: int, language: str) -> HttpResponse:
    with translation.override(language):
        detail = _("The server is busy. Nothing was saved yet; the tablet tries again by itself.")
    body = json.dumps({"status": Outcome.BUSY, "detail": detail})
    response = HttpResponse(
        body, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="application/json"
    )
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    return response

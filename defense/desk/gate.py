"""Sign-ins beyond what the machine can hash are refused, before they cost anything.

The gate stands before Django, since forty clients that ask as fast as they can would keep it from the
hall with refusals alone: each is held for a second, which costs nothing, and answered in Django's
stead. Who comes past it is counted in `defense.desk.accounts`, which alone takes from the bucket.
"""

import asyncio
import io
import time
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from defense.desk.devices import KNOWN_COOKIE, was_let_in
from defense.running.bodies import Application, Receive, Scope, Send
from defense.running.hashing import AT_ONCE, RETRY_AFTER_SECONDS, STRANGERS, HashingBusy

HOLD_SECONDS: Final = 1.0
MOST_HELD: Final = 500


class Gate:
    """An ASGI application around Django's: strangers who sign in come through a few at a time."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.room = asyncio.Semaphore(AT_ONCE)
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_sign_in(scope) or is_known(scope):
            await self.application(scope, receive, send)
        elif await self.finds_room():
            try:
                await self.application(scope, receive, send)
            finally:
                self.room.release()
        else:
            await answer(busy(language_of(scope)), send)

    async def finds_room(self) -> bool:
        """Whether this stranger may go on; to hear that not takes a second, or two in a crowd."""
        if self.held >= MOST_HELD:
            return False
        self.held += 1
        try:
            return await self._waits()
        finally:
            self.held -= 1

    async def _waits(self) -> bool:
        try:
            async with asyncio.timeout(HOLD_SECONDS):
                await self.room.acquire()
        except TimeoutError:
            return False
        if not STRANGERS.is_empty(time.monotonic()):
            return True
        self.room.release()
        await asyncio.sleep(HOLD_SECONDS)
        return False


def is_sign_in(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    return bool(scope["path"] == reverse("account_login"))


def is_known(scope: Scope) -> bool:
    return was_let_in(ASGIRequest(scope, io.BytesIO()).COOKIES.get(KNOWN_COOKIE, ""))


def language_of(scope: Scope) -> str:
    return translation.get_language_from_request(ASGIRequest(scope, io.BytesIO()))


async def answer(response: HttpResponse, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    length = (b"content-length", str(len(response.content)).encode())
    start = {"type": "http.response.start", "status": response.status_code}
    await send({**start, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": response.content})


class BusyAnswer:
    """A middleware: what finds no place to hash, past the gate or elsewhere, is told so as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy(translation.get_language()) if isinstance(error, HashingBusy) else None


def busy(language: str | None) -> HttpResponse:
    response = HttpResponse(busy_page(language or ""), status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@cache
def busy_page(language: str) -> str:
    with translation.override(language or None):
        return render_to_string("account/busy.html")

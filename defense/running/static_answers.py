"""Static files are given before Django, in which each would cost a thread and the whole chain of middleware.

A tablet that comes for the first time asks for a hundred of them at once. The answer is Django's own: the files
of WhiteNoise, with the headers of the middleware above it.
"""

import io
from http import HTTPStatus
from typing import Any, Final

from csp.middleware import CSPMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response

from defense.running.bodies import Application, Receive, Scope, Send
from defense.running.refusals import refused_with

Headers = list[tuple[bytes, bytes]]

PIECE: Final = 65_536
METHODS: Final = ("GET", "HEAD")
OF_A_BODY: Final = {b"content-length", b"transfer-encoding"}


class StaticAnswers:
    """An ASGI application around Django's, which has what is refused, redirected or unknown."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.files: dict[str, Any] = WhiteNoiseMiddleware().files
        self.above = {scheme: headers_above(scheme) for scheme in ("http", "https")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self.response_to(scope)
        if response is None:
            await self.application(scope, receive, send)
        else:
            await give(response, self.above[scope["scheme"]], send)

    def response_to(self, scope: Scope) -> Response | None:
        if not is_read(scope) or scope["path"] not in self.files:
            return None
        request = ASGIRequest(scope, io.BytesIO())
        if refused_with(request):
            return None
        response = self.files[scope["path"]].get_response(request.method, request.META)
        return response if response.status < HTTPStatus.BAD_REQUEST else None


def is_read(scope: Scope) -> bool:
    """Whether this asks for something, and sends nothing with it."""
    if scope["type"] != "http" or scope["method"] not in METHODS or scope.get("root_path"):
        return False
    return OF_A_BODY.isdisjoint(name for name, _ in scope["headers"])


def headers_above(scheme: str) -> Headers:
    """What the middleware above WhiteNoise adds to every answer."""
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "scheme": scheme}
    answered = SecurityMiddleware(CSPMiddleware(nothing))(ASGIRequest(scope, io.BytesIO()))
    assert isinstance(answered, HttpResponse)  # nobody awaits: `nothing` is no coroutine
    return as_asgi(answered.items())


def nothing(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    del response["Content-Type"]
    return response


def as_asgi(headers: Any) -> Headers:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


async def give(response: Response, above: Headers, send: Send) -> None:
    """A reader who is slow holds a piece of the file in memory, not all of it."""
    headers = [*as_asgi(response.headers), *above]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.file is not None:
        with response.file as file:
            while piece := file.read(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})

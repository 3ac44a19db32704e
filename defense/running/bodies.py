"""The limits of a request's body, kept before Django: it takes a whole body in before it asks any limit of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY: Final = (
    1_000_000  # also of a page that takes a file; larger event files come by load_event
)
SECONDS_FOR_A_BODY: Final = 60
SECONDS_TO_READ_THE_ANSWER: Final = 2
REFUSED: Final = "qorgau.refused"  # in the scope: with which status, for Django to say it in words


class BoundedBodies:
    """Lets no request through whose body is too large, with its length or in pieces, or too slow.

    Such a request reaches Django without a body and marked as refused (`refusals.Refusals`), and its
    connection ends with the answer.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            body = Body(scope, receive, send)
            receive, send = body.receive, body.send
        await self.application(scope, receive, send)


class Body:
    """One body on its way to the application, counted and timed."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive_more = receive
        self.send_on = send
        self.size = 0
        self.is_whole = False
        self.ends_at = asyncio.get_running_loop().time() + SECONDS_FOR_A_BODY

    async def receive(self) -> Message:
        if self.is_whole:
            return await self._after_the_body()
        if self._declared() > LARGEST_BODY:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            async with asyncio.timeout_at(self.ends_at):
                message = await self.receive_more()
        except TimeoutError:
            return self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        self.size += len(message.get("body", b""))
        if self.size > LARGEST_BODY:
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.is_whole = not message.get("more_body", False)
        return message

    def _declared(self) -> int:
        lengths = [value for name, value in self.scope["headers"] if name == b"content-length"]
        return max((int(each) for each in lengths if each.isdigit()), default=0)

    def _refuse(self, status: HTTPStatus) -> Message:
        self.scope[REFUSED] = status
        self.is_whole = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _after_the_body(self) -> Message:
        """Django waits here for the visitor to leave; the rest of a refused body is no such news."""
        if REFUSED in self.scope:
            await asyncio.Event().wait()
        return await self.receive_more()

    async def send(self, message: Message) -> None:
        if REFUSED not in self.scope:
            await self.send_on(message)
        elif message["type"] == "http.response.start":
            headers = [*message.get("headers", []), (b"connection", b"close")]
            await self.send_on({**message, "headers": headers})
        elif message.get("more_body", False):
            await self.send_on(message)
        else:
            await self.send_on({**message, "more_body": True})
            await self._let_the_answer_be_read()
            await self.send_on({"type": "http.response.body", "body": b""})

    async def _let_the_answer_be_read(self) -> None:
        """A connection closed while the visitor still sends is reset, and the answer lost with it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_READ_THE_ANSWER):
                while (await self.receive_more()).get("more_body", False):
                    pass

"""A real web server of this process, for what the suite cannot wait for in a process of its own."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import uvicorn

from defense.running.bodies import REFUSED, Receive, Scope, Send
from defense.running.connections import TimedConnection

Talk = Callable[["Visitor"], Awaitable[None]]


async def measured(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole body, as Django does, and answers with its size or with how it was refused."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    status = scope.get(REFUSED, 200)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Visitor:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self, text: bytes) -> None:
        self.writer.write(text)
        await self.writer.drain()

    async def answer(self) -> tuple[int, bytes]:
        """The status and the body; fails where the connection was reset before either came."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        lengths = [line for line in lines if line.startswith(b"content-length")]
        size = int(lengths[0].partition(b":")[2])
        return int(head.split()[1]), await self.reader.readexactly(size)

    async def is_left(self, *, within: float) -> bool:
        """Whether the server ends the connection; what it still says is read."""
        try:
            async with asyncio.timeout(within):
                while await self.reader.read(65_536):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True


def visit(
    application: Callable[..., Awaitable[None]],
    talk: Talk,
    protocol: type[asyncio.Protocol] = TimedConnection,
) -> None:
    """Serve the application on a port of its own and let one visitor talk to it."""

    async def both() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(application, http=protocol, log_config=None, lifespan="off")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve([listening]))
            writer = None
            try:
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                async with asyncio.timeout(60):
                    await talk(Visitor(reader, writer))
            finally:
                if writer is not None:
                    writer.transport.abort()
                server.should_exit = True
                await serving

    asyncio.run(both())

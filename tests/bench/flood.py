"""Forty clients that sign in with an address nobody has, as fast as they are answered.

A process of its own, so that its work is not the expert's: `python -m tests.bench.flood URL SECONDS CLIENTS`.
Prints how often each status was answered.
"""

import asyncio
import itertools
import json
import sys
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

TOKEN = "a" * 32
numbers = itertools.count()


def request(host: str) -> bytes:
    address = f"nobody-{next(numbers)}@example.org"
    form = {"csrfmiddlewaretoken": TOKEN, "login": address, "password": "a guess of somebody"}
    body = urlencode(form)
    head = [
        "POST /accounts/login/ HTTP/1.1",
        f"Host: {host}",
        f"Cookie: csrftoken={TOKEN}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


async def answered(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    await reader.readexactly(int(length.partition(b":")[2]))
    return int(head.split()[1])


async def client(host: str, port: int, statuses: Counter[int]) -> None:
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(host, port)
            while True:
                writer.write(request(f"{host}:{port}"))
                statuses[await answered(reader)] += 1


async def flood(url: str, seconds: float, clients: int) -> Counter[int]:
    parts, statuses = urlsplit(url), Counter[int]()
    host, port = parts.hostname or "", parts.port or 80
    running = [asyncio.create_task(client(host, port, statuses)) for _ in range(clients)]
    await asyncio.sleep(seconds)
    for task in running:
        task.cancel()
    return statuses


if __name__ == "__main__":
    address, for_seconds, how_many = sys.argv[1:]
    found = asyncio.run(flood(address, float(for_seconds), int(how_many)))
    sys.stdout.write(json.dumps(found))

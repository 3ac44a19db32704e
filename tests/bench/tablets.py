"""Tablets that save every two seconds over real connections, and do as they are told.

A process of its own, so that its work is not the server's: `python -m tests.bench.tablets URL SECONDS <tablets.json`.
An operation that is answered 503 is sent again, the same one, when `Retry-After` says so; a tablet has one on its way.
Prints how long answers took, and for every sheet the operations that were acknowledged.
"""

import asyncio
import json
import sys
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

EVERY_SECONDS: Final = 2.0
PATIENCE_SECONDS: Final = 60.0
STALE_SECONDS: Final = (
    4.0  # the server ends a connection that is silent for five, and a browser opens another
)
TOKEN: Final = "a" * 32


@dataclass
class Seen:
    """Seconds of single answers, seconds until an operation was stored, and what was answered."""

    answers: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Tablet:
    host: str
    port: int
    cookies: Mapping[str, str]
    seat: int
    defenses: list[int]
    criteria: list[str]
    seen: Seen
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    last_said: float = 0.0

    async def save_until(self, ends_at: float, first_after: float) -> None:
        await asyncio.sleep(first_after)
        clock, number = time.monotonic(), 0
        while time.monotonic() < ends_at:
            await self.save(number)
            number += 1
            await asyncio.sleep(max(0, clock + number * EVERY_SECONDS - time.monotonic()))
        self.hang_up()

    async def save(self, number: int) -> None:
        """The same sheet again and again, each time with other points."""
        sheet = f"{self.seat}-{self.defenses[0]}"
        points = dict.fromkeys(self.criteria, str(4 + number % 5))
        operation = {
            "op_id": str(uuid.uuid4()),
            "device_id": str(uuid.UUID(int=self.seat)),
            "seq": number,
            "base_rev": number,
            "client_ts": round(time.time() * 1000),
            "rubric_version": 1,
            "final": True,
            "points": points,
            "comment": "",
        }
        began = time.monotonic()
        while (wait := await self.told(sheet, operation)) is not None:
            await asyncio.sleep(wait)
        self.seen.stored.append(time.monotonic() - began)
        self.seen.acknowledged[sheet].append(operation)

    async def told(self, sheet: str, operation: Mapping[str, Any]) -> float | None:
        """How long to wait before it is sent again; None once it is stored."""
        began = time.monotonic()
        try:
            status, headers, said = await asyncio.wait_for(
                self.put(sheet, operation), PATIENCE_SECONDS
            )
        except (OSError, EOFError, TimeoutError) as error:
            self.hang_up()
            self.seen.statuses[type(error).__name__] += 1
            return 1.0
        self.seen.statuses[f"{status} {said.get('status', '')}"] += 1
        if status == 200:
            self.seen.answers.append(time.monotonic() - began)
            return None
        return float(headers.get("retry-after", 1))

    async def put(
        self, sheet: str, operation: Mapping[str, Any]
    ) -> tuple[int, dict[str, str], dict[str, Any]]:
        if time.monotonic() - self.last_said > STALE_SECONDS:
            self.hang_up()
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        writer.write(self.request(sheet, operation))
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
        self.last_said = time.monotonic()
        if headers.get("connection") == "close":
            self.hang_up()
        return int(head[0].split()[1]), headers, json.loads(body)

    def request(self, sheet: str, operation: Mapping[str, Any]) -> bytes:
        body = json.dumps(operation)
        cookies = {**self.cookies, "csrftoken": TOKEN}
        head = [
            f"PUT /api/v1/sheets/{sheet} HTTP/1.1",
            f"Host: {self.host}:{self.port}",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}",
            f"X-CSRFToken: {TOKEN}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()

    def hang_up(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def play(url: str, seconds: float, tablets: list[dict[str, Any]]) -> Seen:
    parts, seen = urlsplit(url), Seen()
    ends_at = time.monotonic() + seconds
    all_of_them = [
        Tablet(parts.hostname or "", parts.port or 80, seen=seen, **each) for each in tablets
    ]
    apart = EVERY_SECONDS / len(all_of_them)
    await asyncio.gather(
        *(each.save_until(ends_at, place * apart) for place, each in enumerate(all_of_them))
    )
    return seen


if __name__ == "__main__":
    address, for_seconds = sys.argv[1:]
    result = asyncio.run(play(address, float(for_seconds), json.load(sys.stdin)))
    sys.stdout.write(json.dumps(vars(result)))

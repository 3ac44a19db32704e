"""No connection stays open on which nothing happens, whatever the visitor sends or does not read."""

import asyncio
import resource
from contextlib import suppress

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol

from defense.running import connections
from defense.running.connections import TimedConnection, raise_the_limit_of_files
from tests.defense.running.in_process import Visitor, measured, visit

ASKED = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch):
    monkeypatch.setattr(connections, "SECONDS_FOR_A_HEAD", 0.4)
    monkeypatch.setattr(connections, "SECONDS_FOR_A_READER", 0.4)


async def says_nothing(visitor: Visitor) -> None:
    pass


async def says_half_a_head(visitor: Visitor) -> None:
    await visitor.say(ASKED[:20])


async def says_one_byte_after_an_answer(visitor: Visitor) -> None:
    """A byte ends uvicorn's own clock, which runs from the answer."""
    await visitor.say(ASKED)
    await visitor.answer()
    await visitor.say(b"G")


async def says_half_a_head_in_single_bytes(visitor: Visitor) -> None:
    for byte in ASKED[:12]:
        await visitor.say(bytes([byte]))
        await asyncio.sleep(0.05)


IDLE = [
    says_nothing,
    says_half_a_head,
    says_one_byte_after_an_answer,
    says_half_a_head_in_single_bytes,
]


def is_left(idle, protocol, *, within: float) -> bool:
    found = []

    async def talk(visitor: Visitor) -> None:
        try:
            await idle(visitor)
        except ConnectionError:
            found.append(True)
            return
        found.append(await visitor.is_left(within=within))

    visit(measured, talk, protocol)
    return found[0]


@pytest.mark.parametrize("idle", IDLE)
def test_an_idle_connection_ends(idle):
    assert is_left(idle, TimedConnection, within=30)


@pytest.mark.parametrize("idle", IDLE)
def test_uvicorn_alone_keeps_it(idle):
    """The negative control."""
    assert not is_left(idle, H11Protocol, within=1.5)


async def slow(scope, receive, send) -> None:
    """Takes longer to answer than a head may take to come."""
    await asyncio.sleep(1)
    await measured(scope, receive, send)


def test_a_request_under_way_is_waited_for():
    async def talk(visitor: Visitor) -> None:
        await visitor.say(ASKED)
        assert await visitor.answer() == (200, b"0")
        await visitor.say(ASKED)
        assert await visitor.answer() == (200, b"0")

    visit(slow, talk)


def is_given_up(protocol, *, within: float) -> bool:
    ends, found = [], []

    async def large(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1000):
            await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
        ends.append("the connection was given up")

    async def talk(visitor: Visitor) -> None:
        await visitor.say(ASKED)
        visitor.writer.transport.pause_reading()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not ends:
                    await asyncio.sleep(0.05)
        found.append(bool(ends))

    visit(large, talk, protocol)
    return found[0]


def test_a_reader_that_stops_reading_is_left():
    assert is_given_up(TimedConnection, within=30)


def test_uvicorn_alone_waits_for_it():
    assert not is_given_up(H11Protocol, within=1.5)


def test_a_process_may_hold_more_connections_than_it_began_with(monkeypatch):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        raise_the_limit_of_files()
        raised = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert raised == (connections.MOST_FILES if hard == -1 else min(hard, connections.MOST_FILES))

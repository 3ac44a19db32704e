"""A body over 1 MB is answered 413 before it is read, and one that does not come is not waited for."""

import asyncio
import json

import pytest

from defense.asgi import application
from defense.running import bodies
from defense.running.bodies import LARGEST_BODY, BoundedBodies
from tests.defense.running.in_process import Visitor, measured, visit
from tests.house.every_address import addresses

HEAD = b"POST /any HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def with_length(size: int) -> bytes:
    return HEAD + f"Content-Length: {size}\r\n\r\n".encode()


IN_PIECES = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def piece(size: int) -> bytes:
    return f"{size:x}\r\n".encode() + b"x" * size + b"\r\n"


def pieces(size: int) -> bytes:
    return IN_PIECES + piece(size - 1) + piece(1) + b"0\r\n\r\n"


ANSWERS = {
    "declared, and nothing of it sent": (with_length(LARGEST_BODY + 1), (413, b"0")),
    "declared, and all of it sent": (with_length(3_000_000) + b"x" * 3_000_000, (413, b"0")),
    "in pieces": (pieces(LARGEST_BODY + 1), (413, b"0")),
    "in pieces without an end": (IN_PIECES + piece(65_536) * 16, (413, b"0")),
    "declared, the largest": (with_length(LARGEST_BODY) + b"x" * LARGEST_BODY, (200, b"1000000")),
    "in pieces, the largest": (pieces(LARGEST_BODY), (200, b"1000000")),
    "none": (HEAD + b"\r\n", (200, b"0")),
}


def answers(server) -> dict[str, tuple[int, bytes]]:
    found = {}

    def note(name: str, sent: bytes):
        async def talk(visitor: Visitor) -> None:
            await visitor.say(sent)
            found[name] = await visitor.answer()

        return talk

    for name, (sent, _) in ANSWERS.items():
        visit(server, note(name, sent))
    # In pieces without an end the visitor stops: what was counted depends on what had come.
    return {
        name: (status, size if status == 200 else b"0") for name, (status, size) in found.items()
    }


def test_a_body_of_more_than_a_megabyte_is_refused_with_its_length_or_in_pieces(monkeypatch):
    monkeypatch.setattr(bodies, "SECONDS_TO_READ_THE_ANSWER", 0.2)

    assert answers(BoundedBodies(measured)) == {name: due for name, (_, due) in ANSWERS.items()}


def test_with_a_higher_limit_the_same_bodies_are_read_whole(monkeypatch):
    """The negative control: it is the limit that refuses, and nothing else."""
    monkeypatch.setattr(bodies, "LARGEST_BODY", 10**9)
    monkeypatch.setattr(bodies, "SECONDS_FOR_A_BODY", 0.5)
    monkeypatch.setattr(bodies, "SECONDS_TO_READ_THE_ANSWER", 0.2)

    found = answers(BoundedBodies(measured))

    assert {name: status for name, (status, _) in found.items()} == {
        **dict.fromkeys(ANSWERS, 200),
        "declared, and nothing of it sent": 408,
        "in pieces without an end": 408,
    }


async def asked(address: str, headers: list[tuple[bytes, bytes]], sent: list[bytes]):
    """One PUT to the whole program, without a server: the answer, and how many pieces were taken."""
    answer: list[dict] = []
    taken: list[bytes] = []

    async def receive():
        if len(taken) == len(sent):
            return {"type": "http.disconnect"}
        taken.append(sent[len(taken)])
        return {"type": "http.request", "body": taken[-1], "more_body": True}

    async def send(message):
        answer.append({**message, "taken": len(taken)})

    scope = {
        "type": "http",
        "method": "PUT",
        "path": address,
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": ("127.0.0.1", 1234),
        "server": ("127.0.0.1", 80),
    }
    await application(scope, receive, send)
    body = b"".join(each.get("body", b"") for each in answer)
    return answer[0]["status"], dict(answer[0]["headers"]), answer[0]["taken"], body


async def answered_otherwise() -> dict[str, object]:
    """At which address, and how. In one loop: one for each request cost more than all the answers."""
    wrong = {}
    for address in addresses():
        for name, headers, sent, most in (
            ("declared", [(b"content-length", b"1000001")], [b"x"] * 3, 0),
            ("in pieces", [], [b"x" * 100_000] * 30, 11),
        ):
            status, answer, taken, body = await asked(address, headers, sent)
            is_json = address.startswith("/api")
            kind = b"application/json" if is_json else b"text/html; charset=utf-8"
            found = (status, answer[b"Content-Type"], answer[b"connection"], taken)
            if found != (413, kind, b"close", most):
                wrong[f"{address} {name}"] = found
            if is_json:
                assert set(json.loads(body)) == {"status", "detail"}
    return wrong


def test_it_is_so_at_every_address_before_any_session_or_database():
    """Without a database: a test that is not marked is refused one."""
    assert asyncio.run(answered_otherwise()) == {}
    assert len(addresses()) > 50


@pytest.mark.parametrize("sent", [with_length(10) + b"x", IN_PIECES + piece(1)])
def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch, sent):
    monkeypatch.setattr(bodies, "SECONDS_FOR_A_BODY", 0.3)
    monkeypatch.setattr(bodies, "SECONDS_TO_READ_THE_ANSWER", 0.2)

    async def talk(visitor: Visitor) -> None:
        await visitor.say(sent)
        assert (await visitor.answer())[0] == 408
        assert await visitor.is_left(within=30)

    visit(BoundedBodies(measured), talk)

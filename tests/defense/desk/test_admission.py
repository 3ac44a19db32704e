"""Saves wait before Django in the order in which they came: two at once, forty in the line, the rest is told when to come."""

import asyncio
import json
import threading

import pytest

from defense.desk.admission import AT_ONCE, MOST_WAITING, Admission
from experts.sheets import Outcome

SECONDS = 60


def save(number: int, method: str = "PUT", path: str = "") -> dict[str, object]:
    return {
        "type": "http",
        "method": method,
        "path": path or f"/api/v1/sheets/{number}-1",
        "query_string": b"",
        "headers": [(b"cookie", b"sessionid=%d" % number), (b"accept-language", b"en")],
    }


class Hall:
    """An application whose requests stay in threads until the hall lets them go, and what was answered."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.came: list[int] = []
        self.inside = self.most_inside = 0
        self.answers: list[tuple[int, dict[bytes, bytes], bytes]] = []
        self.lock = threading.Lock()

    async def __call__(self, scope, receive, send) -> None:
        body = (await receive())["body"]
        await asyncio.to_thread(self.work, int(body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    def work(self, number: int) -> None:
        with self.lock:
            self.came.append(number)
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        assert self.let_go.wait(SECONDS)
        with self.lock:
            self.inside -= 1
        if number < 0:
            raise ValueError("a fault of the program")

    async def visit(self, application, number: int, **scope) -> int:
        """A save in two pieces; the status that it was answered with."""
        pieces = [
            {"type": "http.request", "body": str(number).encode(), "more_body": True},
            {"type": "http.request", "body": b"", "more_body": False},
        ]
        said = []

        async def receive():
            return pieces.pop(0)

        async def send(message):
            said.append(message)

        await application(save(number, **scope), receive, send)
        headers = dict(said[0]["headers"])
        self.answers.append((said[0]["status"], headers, said[1]["body"]))
        return said[0]["status"]


async def until(is_so) -> None:
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await asyncio.sleep(0)


async def come(hall: Hall, application, numbers) -> list[asyncio.Task]:
    """One after the other, each as far as it gets."""
    tasks = []
    for number in numbers:
        tasks.append(asyncio.ensure_future(hall.visit(application, number)))
        await asyncio.sleep(0)
    return tasks


def test_they_go_in_two_at_a_time_as_they_came_and_the_rest_is_told_when_to_come():
    async def play() -> None:
        hall = Hall()
        admission = Admission(hall)
        places = AT_ONCE + MOST_WAITING
        tasks = await come(hall, admission, range(places))
        await until(lambda: len(hall.came) == AT_ONCE)

        assert await hall.visit(admission, places) == 503
        _status, headers, body = hall.answers[-1]
        hall.let_go.set()
        assert await asyncio.gather(*tasks) == [200] * places

        told = json.loads(body)
        assert (told["status"], bool(told["detail"])) == (Outcome.BUSY, True)
        assert int(headers[b"retry-after"]) >= 1
        assert headers[b"cache-control"] == b"no-store"
        assert (hall.most_inside, places in hall.came) == (AT_ONCE, False)
        # Two that are inside together may be noted in either order.
        assert all(abs(number - place) < AT_ONCE for place, number in enumerate(hall.came))

    asyncio.run(play())


def test_without_the_line_all_are_inside_at_once():
    """The negative control."""

    async def play() -> None:
        hall = Hall()
        tasks = await come(hall, hall, range(4))
        await until(lambda: hall.inside == 4)
        hall.let_go.set()
        await asyncio.gather(*tasks)

    asyncio.run(play())


def test_a_fault_inside_frees_the_place():
    async def play() -> None:
        hall = Hall()
        admission = Admission(hall)
        hall.let_go.set()
        for number in range(-1, -5 - AT_ONCE, -1):
            with pytest.raises(ValueError, match="a fault"):
                await hall.visit(admission, number)

        assert await hall.visit(admission, 1) == 200
        assert admission.line.inside == 0

    asyncio.run(play())


@pytest.mark.parametrize(
    "scope", [{"method": "GET"}, {"path": "/expert/"}, {"path": "/api/v1/sheets/"}]
)
def test_what_saves_no_sheet_waits_for_nobody(scope):
    async def play() -> None:
        hall = Hall()
        admission = Admission(hall)
        admission.line.inside, admission.line.most_waiting = AT_ONCE, 0
        hall.let_go.set()

        assert await hall.visit(admission, 1) == 503
        assert await hall.visit(admission, 1, **scope) == 200

    asyncio.run(play())


def test_who_was_sent_away_finds_room_and_who_comes_new_does_not():
    async def play() -> None:
        hall = Hall()
        admission = Admission(hall)
        line = admission.line
        hall.let_go.set()
        line.clock = lambda: 0.0
        line.most_waiting, line.seconds_of_work = 0, 4.0
        assert await hall.visit(admission, 1) == 503
        line.most_waiting = 1

        assert await hall.visit(admission, 2) == 503
        assert await hall.visit(admission, 1) == 200

    asyncio.run(play())

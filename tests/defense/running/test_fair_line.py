"""Who came first goes first, so many wait, and who was told when to come again finds room then."""

import asyncio
from dataclasses import dataclass, field

import pytest

from defense.running.fair_line import GRACE_SECONDS, MOST_PROMISES, FairLine


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def line(at_once: int = 1, most_waiting: int = 4, seconds: float = 0.25) -> FairLine:
    return FairLine(at_once, most_waiting, Clock(), seconds_of_work=seconds)


async def settle() -> None:
    """Let every task go on until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_they_go_in_as_they_came_and_no_more_at_once_than_may():
    async def play() -> list[int]:
        fair, inside, went_in, most = line(2, 20), set[int](), list[int](), list[int]()

        async def visit(number: int) -> None:
            assert await fair.enter(number)
            inside.add(number)
            went_in.append(number)
            most.append(len(inside))
            for _ in range(number % 3 + 1):
                await asyncio.sleep(0)
            inside.remove(number)
            fair.leave(after=0.1)

        await asyncio.gather(*map(visit, range(20)))
        assert max(most) == 2
        assert fair.inside == 0
        return went_in

    assert asyncio.run(play()) == list(range(20))


def test_so_many_wait_and_the_next_is_sent_away():
    async def play() -> None:
        fair = line()
        waiting = [asyncio.ensure_future(fair.enter(number)) for number in range(5)]
        await settle()

        assert not await fair.enter("one more")
        assert fair.promise("one more") == 2  # five of a quarter of a second, in whole seconds
        for task in waiting:
            assert await task
            fair.leave(after=0.25)
        assert await fair.enter("one more")

    asyncio.run(play())


def test_who_gives_up_leaves_the_line_and_holds_up_nobody():
    async def play() -> None:
        fair = line()
        assert await fair.enter("inside")
        first, second = (asyncio.ensure_future(fair.enter(who)) for who in ("first", "second"))
        await settle()
        first.cancel()
        await settle()
        fair.leave(after=0.1)

        assert await second
        fair.leave(after=0.1)
        assert (fair.inside, len(fair.waiting)) == (0, 0)

    asyncio.run(play())


def test_who_gives_up_as_the_turn_comes_passes_it_on():
    async def play() -> None:
        fair = line()
        assert await fair.enter("inside")
        first, second = (asyncio.ensure_future(fair.enter(who)) for who in ("first", "second"))
        await settle()
        fair.leave(after=0.1)
        first.cancel()

        assert await second
        fair.leave(after=0.1)
        assert fair.inside == 0

    asyncio.run(play())


def test_who_gives_up_before_the_place_is_free_gives_up_and_nothing_else():
    async def play() -> None:
        fair = line()
        assert await fair.enter("inside")
        first = asyncio.ensure_future(fair.enter("first"))
        await settle()
        first.cancel()
        fair.leave(after=0.1)

        with pytest.raises(asyncio.CancelledError):
            await first
        assert (fair.inside, len(fair.waiting)) == (0, 0)

    asyncio.run(play())


def test_how_long_the_work_took_lately_says_when_to_come():
    async def play() -> tuple[int, int]:
        fair = line(seconds=0.1)
        others = dict.fromkeys(range(50), 1.0)
        fair.promised = dict(others)
        told_before = fair.promise("a tablet")
        fair.promised = {}
        for _ in range(50):
            assert await fair.enter("work")
            fair.leave(after=1.0)
        fair.promised = dict(others)
        return told_before, fair.promise("a tablet")

    before, after = asyncio.run(play())
    assert before == 5
    assert after > 45


@dataclass
class Crowd:
    """Those who were sent away, and when they come again."""

    fair: FairLine
    due: dict[str, float] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)

    async def second(self, at: float, coming: list[str], room: int) -> None:
        """These come one after the other; so many are served in it, whoever they are."""
        self.fair.clock.now = at
        enough = len(self.served) + room
        for who in coming:
            self.fair.inside, self.fair.most_waiting = 0, enough - len(self.served)
            if await self.fair.enter(who):
                self.served.append(who)
                self.due.pop(who, None)
            else:
                self.due[who] = at + self.fair.promise(who)


async def twenty_and_others(fair: FairLine) -> set[str]:
    """Which of twenty that were sent away are served while four a second come new, always a moment earlier."""
    crowd = Crowd(fair)
    await crowd.second(0, [f"sent away {number}" for number in range(20)], room=0)
    for second in range(1, 30):
        again = [who for who, due in crowd.due.items() if due <= second]
        await crowd.second(second, [f"new {second} {each}" for each in range(4)] + again, room=4)
    return {who for who in crowd.served if who.startswith("sent away")}


def test_who_was_sent_away_is_served_before_who_came_later():
    assert len(asyncio.run(twenty_and_others(line(seconds=1.0)))) == 20


def test_without_what_is_kept_for_them_they_are_never_served(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(FairLine, "_promised_now", lambda self: 0)

    assert asyncio.run(twenty_and_others(line(seconds=1.0))) == set()


def test_room_is_kept_only_for_a_while_and_for_so_many():
    fair = line(seconds=1.0)
    fair.promise("who does not come")
    assert fair._promised_now() == 1
    fair.clock.now = 2 + GRACE_SECONDS

    assert fair._promised_now() == 0
    for number in range(MOST_PROMISES + 5):
        fair.promise(number)
    assert len(fair.promised) == MOST_PROMISES


@pytest.mark.parametrize("waits", [0, 3])
def test_there_is_always_a_whole_second_to_wait_at_least(waits):
    fair = line(seconds=0.001)
    fair.promised = dict.fromkeys(range(waits), 1.0)

    assert fair.promise("a tablet") == 1

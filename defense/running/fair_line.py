"""A line before something that does only so much at once: who came first goes first, and so many may wait.

Who finds the line full is told after how many seconds there will be room, by how long the work took
lately, and room is kept for them then: nobody who came later is let in before them.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

FIRST_GUESS_SECONDS: Final = 0.02
SHARE_OF_THE_NEWEST: Final = 0.1
GRACE_SECONDS: Final = 3.0
MOST_PROMISES: Final = 2_000


@dataclass
class FairLine:
    """Belongs to one event loop. Whoever was let in must leave."""

    at_once: int
    most_waiting: int
    clock: Callable[[], float] = time.monotonic
    inside: int = 0
    seconds_of_work: float = FIRST_GUESS_SECONDS
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)
    promised: dict[object, float] = field(default_factory=dict)

    async def enter(self, who: object) -> bool:
        """Wait in the line and go in; False if there is no room in it."""
        if not self.has_room_for(who):
            return False
        self.promised.pop(who, None)
        if self.inside < self.at_once:
            self.inside += 1
        else:
            await self._turn()
        return True

    def leave(self, *, after: float) -> None:
        """Let the next one in. `after` so many seconds inside."""
        self.seconds_of_work += SHARE_OF_THE_NEWEST * (after - self.seconds_of_work)
        self._make_room()

    def promise(self, who: object) -> int:
        """After how many seconds there will be room for them."""
        self._forget_who_did_not_come()
        ahead = self.inside + len(self.waiting) + len(self.promised)
        seconds = max(1, math.ceil(ahead * self.seconds_of_work / self.at_once))
        if len(self.promised) < MOST_PROMISES:
            self.promised[who] = self.clock() + seconds
        return seconds

    def has_room_for(self, who: object) -> bool:
        room = self.most_waiting - len(self.waiting)
        return room > (0 if who in self.promised else self._promised_now())

    def _promised_now(self) -> int:
        """How many will come while somebody who joins the line now would wait."""
        now = self.clock()
        until = now + self.most_waiting * self.seconds_of_work / self.at_once
        return sum(now - GRACE_SECONDS < due <= until for due in self.promised.values())

    def _forget_who_did_not_come(self) -> None:
        long_ago = self.clock() - GRACE_SECONDS
        self.promised = {who: due for who, due in self.promised.items() if due > long_ago}

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self.waiting:
                self.waiting.remove(turn)
            elif not turn.cancelled():
                self._make_room()  # it was let in as it gave up
            raise

    def _make_room(self) -> None:
        """The place passes to whoever has waited longest; nobody can come between."""
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.inside -= 1

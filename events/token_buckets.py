"""Token buckets: so much at once, then one now and again.

Kept in the memory of the process: whoever asks too often makes no row, and a database that is slow is
not made slower. Several processes count each for itself.
"""

from collections import OrderedDict
from threading import Lock


class TokenBuckets:
    """A bucket for each who asks, or one for all together; the bucket of whoever asked longest ago goes first.

    `at` is in seconds, by whichever clock the caller keeps to. One that is set back fills nothing.
    """

    def __init__(self, size: int, *, seconds_each: float, most: int = 1) -> None:
        self.size, self.seconds_each, self.most = size, seconds_each, most
        self.spent: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, at: float, whose: str = "") -> bool:
        """Whether there was one left to take."""
        with self._lock:
            spent = self._spent(at, whose)
            if spent + 1 > self.size:
                return False
            self._keep(spent + 1, at, whose)
            return True

    def is_empty(self, at: float, whose: str = "") -> bool:
        with self._lock:
            return self._spent(at, whose) + 1 > self.size

    def give_back(self, at: float, whose: str = "") -> None:
        """One that was taken turned out to cost nothing."""
        with self._lock:
            self._keep(max(0.0, self._spent(at, whose) - 1), at, whose)

    def fill(self) -> None:
        with self._lock:
            self.spent.clear()

    def _spent(self, at: float, whose: str) -> float:
        spent, counted_at = self.spent.get(whose, (0.0, at))
        return max(0.0, spent - max(0.0, at - counted_at) / self.seconds_each)

    def _keep(self, spent: float, at: float, whose: str) -> None:
        self.spent[whose] = (spent, at)
        self.spent.move_to_end(whose)
        if len(self.spent) > self.most:
            self.spent.popitem(last=False)

"""How many codes a visitor may still try: thirty wrong ones at once, then one every two seconds (a token bucket).

Kept in the memory of the process: a guesser makes no row, and a database that is slow is not made
slower. Several processes count each for itself.
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

MISSES_AT_ONCE: Final = 30
SECONDS_A_MISS: Final = 2
MOST_VISITORS: Final = 20_000
PREFIX_OF_ONE_LINE: Final = (
    64  # bits: a line with IPv6 has so many addresses that it never tries two alike
)


class Guesses:
    """The misses of each visitor that are not forgiven yet, and when they were counted."""

    def __init__(self) -> None:
        self.misses: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = Lock()

    def take(self, visitor: str, at: float) -> bool:
        """Whether one more may be tried. It counts as a miss until it turns out to be none: many
        requests at once are no way around."""
        with self.lock:
            misses = self._misses(visitor, at)
            if misses + 1 > MISSES_AT_ONCE:
                return False
            self._keep(visitor, misses + 1, at)
            return True

    def give_back(self, visitor: str, at: float) -> None:
        """It was a hit: a whole hall may share one address, and hits cost nothing."""
        with self.lock:
            self._keep(visitor, max(0.0, self._misses(visitor, at) - 1), at)

    def forget(self) -> None:
        with self.lock:
            self.misses.clear()

    def _misses(self, visitor: str, at: float) -> float:
        misses, counted_at = self.misses.get(visitor, (0.0, at))
        return max(0.0, misses - max(0.0, at - counted_at) / SECONDS_A_MISS)

    def _keep(self, visitor: str, misses: float, at: float) -> None:
        self.misses[visitor] = (misses, at)
        self.misses.move_to_end(visitor)
        if len(self.misses) > MOST_VISITORS:
            self.misses.popitem(last=False)


def visitor_at(address: str) -> str:
    """Whose an address is: with IPv6 a whole network belongs to one line."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, PREFIX_OF_ONE_LINE), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)

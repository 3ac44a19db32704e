"""How many of a panel must take part: two thirds of those who may, rounded up. It warns, and holds nothing up."""

from dataclasses import dataclass


def least_of(count: int) -> int:
    """Eight of twelve, eight of eleven."""
    return -(-2 * count // 3)


@dataclass(frozen=True)
class Attendance:
    """So many may take part, and so many do."""

    entitled: int
    taking_part: int

    @property
    def needed(self) -> int:
        return least_of(self.entitled)

    @property
    def is_met(self) -> bool:
        """Nobody is no quorum of nobody."""
        return 0 < self.needed <= self.taking_part

    @property
    def missing(self) -> int:
        return max(self.needed - self.taking_part, 0)

"""What the ballots of a panel come to, and the box of a secret vote.

A box holds a ballot for everybody who may vote, blank at first. To cast is to fill one and to write all of them
anew in random order: afterwards every ballot was written at the same moment as every other, and where one lies
says nothing of who cast it, nor when.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

FOR: Final = "for"
AGAINST: Final = "against"
ABSTAINED: Final = "abstained"
TEAM: Final = "team"
BLANK: Final = ""

LEAST_COMMISSION: Final = 3
LEAST_TOLD: Final = 3  # ballots of a secret vote; fewer would tell who gave what


class BoxIsFull(ValueError):
    """Everybody has voted."""


@dataclass(frozen=True, order=True)
class Said:
    """What one ballot says: a choice, and which team where it is one of teams."""

    choice: str = BLANK
    team: int | None = None

    @property
    def is_blank(self) -> bool:
        return self.choice == BLANK

    @property
    def decides(self) -> bool:
        """Not blank, and no abstention."""
        return self.choice not in (BLANK, ABSTAINED)


def cast_into(box: Sequence[Said], said: Said, chance: Random) -> list[Said]:
    """The box with one blank ballot filled, shuffled. Raises BoxIsFull."""
    if Said() not in box:
        raise BoxIsFull
    filled = list(box)
    filled.remove(Said())
    filled.append(said)
    chance.shuffle(filled)
    return filled


@dataclass(frozen=True)
class Count:
    """How often each was said, blank ones left out, and who leads: several when votes are equal, none without votes."""

    counts: tuple[tuple[Said, int], ...]
    leading: tuple[Said, ...]

    @property
    def winner(self) -> Said | None:
        return self.leading[0] if len(self.leading) == 1 else None

    @property
    def is_equal(self) -> bool:
        return len(self.leading) > 1

    @property
    def total(self) -> int:
        return sum(count for _said, count in self.counts)

    def of(self, said: Said) -> int:
        return dict(self.counts).get(said, 0)


def count_of(ballots: Iterable[Said]) -> Count:
    """The most of those given decide; who abstained decides nothing."""
    counts = Counter(said for said in ballots if not said.is_blank)
    deciding = {said: count for said, count in counts.items() if said.decides}
    most = max(deciding.values(), default=0)
    leading = sorted(said for said, count in deciding.items() if count == most)
    return Count(tuple(sorted(counts.items())), tuple(leading))

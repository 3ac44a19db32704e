"""What several parts of the overview ask of an event, read once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from experts.reports import Grid


@dataclass(frozen=True)
class Reading:
    """The panel before the defenses, and the figures of everything that is only counted."""

    grid: Grid
    counts: Mapping[str, int]

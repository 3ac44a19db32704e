"""Numbers of teams in words."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.utils.translation import ngettext

# A line breaks after a dash, and “1–” at its end is no range.
WORD_JOINER: Final = "\u2060"


def teams(numbers: Sequence[int]) -> str:
    """“team 3”, “teams 1, 3”, “teams 1–4, 6”, in the order of the numbers."""
    listed = ", ".join(map(_in_short, _runs(sorted(numbers))))
    return ngettext("team %(numbers)s", "teams %(numbers)s", len(numbers)) % {"numbers": listed}


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """The sorted numbers, cut where one does not follow on the one before."""
    steps = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return [[number for _, number in run] for _, run in steps]


def _in_short(run: Sequence[int]) -> str:
    return f"{run[0]}–{WORD_JOINER}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run))

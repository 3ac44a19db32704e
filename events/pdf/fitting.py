"""How large a name is set on a document: in one line if it can be, in two if it must.

32 pt where the line holds it, smaller down to 24 pt; then the best split in two lines, up to
25.6 pt; never below 14 pt. Sizes are whole tenths of a point, rounded down.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LARGEST_PT = 32.0
LARGEST_IN_TWO_LINES_PT = 25.6
SMALLEST_IN_ONE_LINE_PT = 24.0
FLOOR_PT = 14.0

Measure = Callable[[str, float], float]
"""Width in points of a text set at a size in points."""


@dataclass(frozen=True, slots=True)
class FittedName:
    lines: tuple[str, ...]
    size_pt: float


class NameDoesNotFit(ValueError):
    """No size that can still be read with dignity holds this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The name does not fit on a diploma: {name}")
        self.name = name


def fit_name(name: str, *, width_pt: float, measure: Measure) -> FittedName:
    """Choose lines and size for a name.

    Raises NameDoesNotFit when even the floor size is too wide, or when there is no name.
    """
    text = " ".join(name.split())
    if not text:
        raise NameDoesNotFit(name)
    one_line = _set((text,), width_pt, measure, largest=LARGEST_PT)
    if one_line.size_pt >= SMALLEST_IN_ONE_LINE_PT:
        return one_line
    in_two = [
        _set(lines, width_pt, measure, largest=LARGEST_IN_TWO_LINES_PT) for lines in _splits(text)
    ]
    best = max([one_line, *in_two], key=lambda fitted: fitted.size_pt)
    if best.size_pt < FLOOR_PT:
        raise NameDoesNotFit(name)
    return _most_even([each for each in in_two if each.size_pt == best.size_pt] or [best], measure)


def size_to_fit(text: str, *, width_pt: float, largest: float, measure: Measure) -> float:
    """The largest size in points, at most `largest`, at which one line holds the text."""
    unit = measure(text, 1.0)
    size = largest if unit <= 0 else min(largest, width_pt / unit)
    return math.floor(size * 10 + 1e-6) / 10


def balanced_width(text: str, *, width_pt: float, size_pt: float, measure: Measure) -> float:
    """The narrowest column in points that needs no more lines than `width_pt` does."""
    space = measure(" ", size_pt)
    words = [measure(word, size_pt) for word in text.split(" ") if word]
    if not words or max(words) > width_pt:
        return width_pt
    fewest = _line_count(words, space, width_pt)
    low, high = max(words), width_pt
    while high - low > 1:
        middle = (low + high) / 2
        if _line_count(words, space, middle) > fewest:
            low = middle
        else:
            high = middle
    return high


def _line_count(words: list[float], space: float, width_pt: float) -> int:
    lines, used = 1, 0.0
    for word in words:
        if used and used + space + word > width_pt:
            lines, used = lines + 1, word
        else:
            used += (space if used else 0) + word
    return lines


def _set(
    lines: tuple[str, ...], width_pt: float, measure: Measure, *, largest: float
) -> FittedName:
    sizes = [
        size_to_fit(line, width_pt=width_pt, largest=largest, measure=measure) for line in lines
    ]
    return FittedName(lines, min(sizes))


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way into two lines: at a space, or after a hyphen inside a double name."""
    for place, letter in enumerate(text):
        if letter == " ":
            yield text[:place], text[place + 1 :]
        elif letter == "-" and 0 < place < len(text) - 1 and text[place + 1] != " ":
            yield text[: place + 1], text[place + 1 :]


def _most_even(candidates: list[FittedName], measure: Measure) -> FittedName:
    """Of the largest settings the one whose widest line is shortest; spaces before hyphens."""
    return min(
        candidates,
        key=lambda fitted: (
            fitted.lines[0].endswith("-"),
            max(measure(line, 1.0) for line in fitted.lines),
        ),
    )

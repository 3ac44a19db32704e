"""Slabs, one under another, on as many pages as they take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from events.pdf.canvas import Canvas

Paint = Callable[[Canvas, float], None]
SLACK: Final = 0.01  # of a sum of heights


@dataclass(frozen=True, slots=True)
class Slab:
    """What is never broken: a line, a row. `paint` is called with a page and the top of the slab, in points.

    `before` and `after` are the room around it, of which the larger counts between two and none at the top of a page.
    What `keeps` stays on the page of what follows. `head` stands again above it where it begins a page.
    """

    height: float
    paint: Paint
    before: float = 0
    after: float = 0
    keeps: bool = False
    head: Sequence["Slab"] = ()
    begins_page: bool = False
    running: str = ""  # what the head of its page says, and of those after it


@dataclass(slots=True)
class Page:
    running: str
    placed: list[tuple[float, Slab]] = field(default_factory=list)

    def paint(self, canvas: Canvas) -> None:
        for top, slab in self.placed:
            slab.paint(canvas, top)


def pages_of(slabs: Iterable[Slab], top: float, bottom: float) -> list[Page]:
    """Between these two heights of each page."""
    flow = _Flow(top, bottom)
    for group in _kept_together(slabs):
        flow.place(group)
    return flow.pages


def _kept_together(slabs: Iterable[Slab]) -> Iterator[list[Slab]]:
    group: list[Slab] = []
    for slab in slabs:
        group.append(slab)
        if not slab.keeps:
            yield group
            group = []
    if group:
        yield group


class _Flow:
    def __init__(self, top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        self._at, self._after = top, 0.0
        self.pages = [Page("")]

    def place(self, group: Sequence[Slab]) -> None:
        """On one page if any holds it, else slab by slab."""
        if group[0].begins_page or not self._has_room(group):
            self._begin(group[0])
        for slab in group:
            if not self._has_room([slab]):
                self._begin(slab)
            self._put(slab)

    def _has_room(self, slabs: Sequence[Slab]) -> bool:
        at, after = self._at, self._after
        for slab in slabs:
            at += (max(after, slab.before) if at > self._top else 0) + slab.height
            after = slab.after
        return at <= self._bottom + SLACK

    def _begin(self, slab: Slab) -> None:
        if self.pages[-1].placed:
            self.pages.append(Page(self.pages[-1].running))
        self._at, self._after = self._top, 0.0
        for each in slab.head:
            self._put(each)

    def _put(self, slab: Slab) -> None:
        if self._at > self._top:
            self._at += max(self._after, slab.before)
        page = self.pages[-1]
        page.running = slab.running or page.running
        page.placed.append((self._at, slab))
        self._at, self._after = self._at + slab.height, slab.after

"""Slabs, one under another, on as many pages as they take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from events.pdf.canvas import Canvas

Paint = Callable[[Canvas, float], None]
SLACK: Final = 0.01  # of a sum of heights


@dataclass(frozen=True, slots=True)
class Slab:
    """What is not broken: a line, a row. `paint` is called with a page and the top of the slab, in points.

    `before` and `after` are the room around it, of which the larger counts between two and none at the top of a page.
    What `keeps` stays on the page of what follows, and what is `of_whole` does where one page holds all of that.
    `head` stands again above it where it begins a page. `cut` is of what no page holds: in two, the first no higher
    than what is asked for, or as low as it can be.
    """

    height: float
    paint: Paint
    before: float = 0
    after: float = 0
    keeps: bool = False
    of_whole: bool = False
    head: Sequence["Slab"] = ()
    begins_page: bool = False
    running: str = ""  # what the head of its page says, and of those after it
    cut: Callable[[float], tuple["Slab", "Slab"]] | None = None

    @property
    def least(self) -> float:
        """The height that a page must have left for it."""
        return self.cut(0)[0].height if self.cut else self.height


def with_first(slabs: Iterable[Slab], change: Callable[[Slab], Slab]) -> Iterator[Slab]:
    """The first changed, if there is one."""
    for at, slab in enumerate(slabs):
        yield slab if at else change(slab)


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
    for whole in _together(slabs, lambda slab: slab.keeps or slab.of_whole):
        flow.place(whole)
    return flow.pages


def _together(slabs: Iterable[Slab], goes_on: Callable[[Slab], bool]) -> Iterator[list[Slab]]:
    group: list[Slab] = []
    for slab in slabs:
        group.append(slab)
        if not goes_on(slab):
            yield group
            group = []
    if group:
        yield group


class _Flow:
    def __init__(self, top: float, bottom: float) -> None:
        self._top, self._bottom = top, bottom
        self._at, self._after = top, 0.0
        self.pages = [Page("")]

    def place(self, whole: list[Slab]) -> None:
        """On one page if any holds it, else what keeps together in it, and else slab by slab, on the page begun."""
        if whole[0].begins_page:
            self._begin(whole[0])
        groups: Iterable[list[Slab]] = [whole]
        if any(slab.cut for slab in whole) or not self._finds_room(whole):
            groups = _together(whole, lambda slab: slab.keeps)
        for group in groups:
            self._finds_room(group)
            for slab in group:
                self._lay(slab)

    def _finds_room(self, group: Sequence[Slab]) -> bool:
        """On a new page if not on this."""
        if self._has_room(group):
            return True
        if is_held := self._end([*group[0].head, *group], self._top, 0) <= self._bottom + SLACK:
            self._begin(group[0])
        return is_held

    def _has_room(self, group: Sequence[Slab]) -> bool:
        return self._end(group, self._at, self._after) <= self._bottom + SLACK

    def _end(self, group: Sequence[Slab], at: float, after: float) -> float:
        for slab in group:
            at += (max(after, slab.before) if at > self._top else 0) + slab.least
            after = slab.after
        return at

    def _lay(self, slab: Slab) -> None:
        if not self._has_room([slab]):
            self._begin(slab)
        while slab.cut:
            before = slab.before
            first, slab = slab.cut(self._bottom - self._next(slab))
            self._put(replace(first, before=before))
            self._begin(slab)
        self._put(slab)

    def _begin(self, slab: Slab) -> None:
        if self.pages[-1].placed:
            self.pages.append(Page(self.pages[-1].running))
        self._at, self._after = self._top, 0.0
        for each in slab.head:
            self._put(each)

    def _next(self, slab: Slab) -> float:
        """Where its top would be."""
        return self._at + (max(self._after, slab.before) if self._at > self._top else 0)

    def _put(self, slab: Slab) -> None:
        top = self._next(slab)
        page = self.pages[-1]
        page.running = slab.running or page.running
        page.placed.append((top, slab))
        self._at, self._after = top + slab.height, slab.after

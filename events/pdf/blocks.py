"""Paragraphs and tables as slabs: measured, so that a page is broken between lines and between rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from events.pdf.canvas import Area, Canvas
from events.pdf.flow import Slab, with_first
from events.pdf.lines import Line, broken
from events.pdf.structure import Part
from events.pdf.typefaces import Colour, Type

LEAST_LINES: Final = 2  # of a row that is cut


@dataclass(frozen=True, slots=True)
class Text:
    """In one type; `keeps_lines` where a new line of it is one on paper."""

    text: str
    kind: Type
    is_right: bool = False
    keeps_lines: bool = False
    role: str = "P"


@dataclass(frozen=True, slots=True)
class Cell:
    texts: Sequence[Text]
    span: int = 1
    fill: Colour | None = None
    indent: float = 0
    edge: float | None = None  # the room at its sides, where it is not that of the table


@dataclass(frozen=True, slots=True)
class Row:
    """`opens` leaves out the line below, and `joins` the one above."""

    cells: Sequence[Cell]
    opens: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a table stands, its columns, the room within its cells, and its lines, if it has any."""

    left: float
    widths: Sequence[float]
    edge: float
    above: float
    line: float = 0
    colour: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Set:
    """A line of a cell, with the height that it takes."""

    line: Line
    kind: Type
    is_right: bool


def paragraph(
    text: Text,
    left: float,
    width: float,
    *,
    before: float = 0,
    after: float = 0,
    keeps: bool = False,
) -> Iterator[Slab]:
    """Two lines at least stay together at either end. With `keeps` the last of them stays with what follows."""
    lines = broken(text.text, text.kind, width, keeps_lines=text.keeps_lines)
    part = Part(text.role)
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        yield Slab(
            text.kind.leading,
            partial(
                _draw_line,
                part,
                line,
                text.kind,
                left + (width - line.width if text.is_right else 0),
            ),
            before=0 if at else before,
            after=after if is_last else 0,
            keeps=keeps if is_last else at in (0, len(lines) - 2),
        )


def _draw_line(part: Part, line: Line, kind: Type, left: float, canvas: Canvas, top: float) -> None:
    canvas.begin(part)
    canvas.text(line, kind, left, top)
    canvas.end()


def table(
    frame: Frame,
    head: Row | None,
    rows: Iterable[Row],
    *,
    most: float,
    before: float,
    is_whole: bool = False,
    keeps: bool = False,
) -> Iterator[Slab]:
    """`most` is the height of a page: a row that is higher is cut where a page ends. A row that `opens` stays with
    the next, and the last with what follows if it `keeps`.
    """
    part = Part("Table")
    first = [_Laid(frame, head, _parts(part, head, "TH"))] if head else []
    again = [each for each in first if each.height <= most / 2]
    heads = [replace(each.slab(most), paint=each.draw_again) for each in again]
    room = most - sum(each.height for each in heads)
    laid = [_Laid(frame, row, _parts(part, row)) for row in rows]
    slabs = [each.slab(room, keeps=each.row.opens, head=heads, of_whole=is_whole) for each in laid]
    if slabs:
        slabs[-1] = replace(slabs[-1], keeps=keeps, of_whole=False)
        slabs[:0] = [each.slab(most, keeps=True) for each in first]
    yield from with_first(slabs, partial(replace, before=before))


def _parts(table: Part, row: Row, role: str = "TD") -> list[Part]:
    of_row = Part("TR", table)
    return [Part(role, of_row) for _cell in row.cells]


class _Laid:
    """A row with its lines; `parts` are of its cells."""

    def __init__(
        self,
        frame: Frame,
        row: Row,
        parts: Sequence[Part],
        sets: Sequence[Sequence[_Set]] | None = None,
    ) -> None:
        self._frame, self.row, self._parts = frame, row, parts
        self._places = list(_places(frame, row))
        self._sets = (
            sets
            if sets is not None
            else [
                list(_set(cell, width - 2 * edge - cell.indent))
                for cell, (_left, width, edge) in zip(row.cells, self._places, strict=True)
            ]
        )
        self._text = max(
            (sum(each.kind.leading for each in cell) for cell in self._sets), default=0
        )

    @property
    def height(self) -> float:
        return self._text + 2 * self._frame.above + self._frame.line

    def slab(self, room: float, **how: Any) -> Slab:
        """`room` is what a page has for it."""
        cut = partial(self._cut, room, how) if self.height > room else None
        return Slab(self.height, self._draw, cut=cut, **how)

    def _cut(self, room: float, how: dict[str, Any], height: float) -> tuple[Slab, Slab]:
        leading = max(each.kind.leading for cell in self._sets for each in cell)
        most = max(LEAST_LINES, int((height - self.height + self._text) / leading))
        begun = replace(self.row, opens=False), [cell[:most] for cell in self._sets]
        rest = replace(self.row, joins=True), [cell[most:] for cell in self._sets]
        first, second = (
            _Laid(self._frame, row, self._parts, sets).slab(room, **how)
            for row, sets in (begun, rest)
        )
        return replace(first, cut=None), second

    def draw_again(self, canvas: Canvas, top: float) -> None:
        """On another page; it is not read aloud once more."""
        self._draw(canvas, top, is_read=False)

    def _draw(self, canvas: Canvas, top: float, *, is_read: bool = True) -> None:
        text_top = top + self._frame.above + self._frame.line / 2
        for cell, (left, width, _edge) in zip(self.row.cells, self._places, strict=True):
            if cell.fill:
                canvas.fill(cell.fill, (left, top, width, self.height))
        if self._frame.line:
            canvas.fill(self._frame.colour, *self._rules(top))
        for part, cell, sets, (left, width, edge) in zip(
            self._parts, self.row.cells, self._sets, self._places, strict=True
        ):
            canvas.begin(part if is_read else None)
            at, inner = text_top, left + edge + cell.indent
            for each in sets:
                push = left + width - edge - inner - each.line.width if each.is_right else 0
                canvas.text(each.line, each.kind, inner + push, at)
                at += each.kind.leading
            canvas.end()

    def _rules(self, top: float) -> Iterator[Area]:
        """Around the cells, half within them and half without."""
        thick = self._frame.line
        edges = [left for left, _width, _edge in self._places]
        edges.append(edges[-1] + self._places[-1][1])
        left, width = edges[0] - thick / 2, edges[-1] - edges[0] + thick
        for each in edges:
            yield each - thick / 2, top - thick / 2, thick, self.height + thick
        if not self.row.joins:
            yield left, top - thick / 2, width, thick
        if not self.row.opens:
            yield left, top + self.height - thick / 2, width, thick


def _places(frame: Frame, row: Row) -> Iterator[tuple[float, float, float]]:
    """Left edge, width and room at the sides of each cell."""
    at, left = 0, frame.left
    for cell in row.cells:
        width = sum(frame.widths[at : at + cell.span])
        yield left, width, frame.edge if cell.edge is None else cell.edge
        at, left = at + cell.span, left + width


def _set(cell: Cell, width: float) -> Iterator[_Set]:
    for text in cell.texts:
        for line in broken(text.text, text.kind, width, keeps_lines=text.keeps_lines):
            yield _Set(line, text.kind, text.is_right)


def shared_widths(width: float, given: Sequence[float | None]) -> list[float]:
    """The columns without a width of their own share what is left."""
    left = width - sum(each for each in given if each is not None)
    shares = sum(each is None for each in given)
    return [left / shares if each is None else each for each in given]

"""The tables of points, as the protocol sets them: the totals, and the sheets they are of."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from events.pdf.blocks import Cell, Row
from events.pdf.flow import Slab, with_first
from experts.protocol_pdf import looks, tables
from experts.protocol_pdf.looks import MM, paragraph, right, text
from experts.protocol_pdf.tables import Annex, Head, SheetRow, TotalsTable


def totals_table(of: TotalsTable) -> Iterator[Slab]:
    head = [_head(_("Expert"))]
    for number in of.numbers:
        head.append(_head(_("Team %(number)s") % {"number": number}, is_right=True))
    rows = [_row_of(each) for each in of.rows] + [_sum_row(each) for each in of.sums]
    widths = [39, *(None for _number in of.numbers)]
    return looks.ruled(widths, Row(head), rows, is_whole=of.is_short)


def _head(label: str, scale: str = "", *, is_right: bool = False) -> Cell:
    below = [text(scale, looks.SCALE, is_right=is_right)] if scale else []
    told = [text(label, looks.FIGURE_HEAD, is_right=is_right), *below]
    return Cell(told, fill=looks.HEAD_FILL, edge=0.7 * MM)


def _row_of(row: tables.Row) -> Row:
    cells = [right(each.text, looks.WORD if each.is_word else looks.FIGURE) for each in row.cells]
    return Row([looks.cell(row.label), *cells])


def _sum_row(row: tables.Row) -> Row:
    cells = [right(each.text, looks.FIGURE_STRONG) for each in row.cells]
    return Row(
        [replace(each, fill=looks.SUM_FILL) for each in (looks.cell(row.label, looks.HEAD), *cells)]
    )


def annex_slabs(annex: Annex) -> Iterator[Slab]:
    """On pages of its own, which its title stands above."""
    return with_first(
        _annex(annex), lambda slab: replace(slab, begins_page=True, running=annex.title)
    )


def _annex(annex: Annex) -> Iterator[Slab]:
    yield from paragraph(annex.title, looks.SECTION, after=2, keeps=True)
    yield from paragraph(annex.topic, looks.LEAD, before=1)
    head = Row([_head(_("Expert")), *map(_criterion, annex.heads)])
    rows = [row for each in annex.rows for row in _sheet_rows(each, annex)]
    yield from looks.ruled([39, *(None for _head in annex.heads)], head, rows)


def _criterion(head: Head) -> Cell:
    return _head(head.name, head.scale, is_right=True)


def _sheet_rows(sheet: SheetRow, annex: Annex) -> Iterator[Row]:
    if sheet.word:
        cells = [replace(right(sheet.word, looks.WORD), span=len(annex.heads))]
    else:
        *given, total = sheet.cells
        cells = [*map(right, given), right(total, looks.FIGURE_STRONG)]
    label = looks.cell(sheet.label, small=sheet.mark)
    yield Row([label, *cells], opens=bool(sheet.comment))
    if sheet.comment:
        told = text(sheet.comment, looks.CELL, keeps_lines=True)
        yield Row([Cell([told], span=annex.columns, indent=4.8 * MM)], joins=True)

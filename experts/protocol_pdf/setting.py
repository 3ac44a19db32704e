"""The protocol set line by line (events/pdf/flow.py), so that hundreds of pages take a second and not minutes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count
from typing import Final

from django.utils.translation import gettext as _

from events.pdf.blocks import Row
from events.pdf.canvas import Canvas, Fonts, file_of
from events.pdf.engine import Metadata
from events.pdf.flow import Slab, pages_of, with_first
from events.pdf.lines import broken
from events.pdf.structure import Part
from events.pdf.typefaces import Type
from experts.protocol_pdf import looks
from experts.protocol_pdf.figures import annex_slabs, totals_table
from experts.protocol_pdf.looks import BODY, LEFT, MM, SMALL, STRONG, WIDTH, paragraph, part
from experts.protocol_pdf.minutes import DrawPart, Minutes, Signer, TeamPart
from experts.protocol_pdf.people import SeatLine, TieGroup
from experts.protocol_pdf.said import SaidGroup

FOOT: Final = looks.BOTTOM + 10 * MM  # the middle of what stands below the text
PAGES_A_SIGN: Final = 20  # of life, each of which is a write
SLABS_A_SIGN: Final = 100
LINE: Final = 0.3 * MM  # to sign on
SIGNING: Final = (85 * MM, 52 * MM, 5 * MM, 30 * MM)  # the name, ink, a gap, the day


def set_protocol(minutes: Minutes, about: Metadata, on_page: Callable[[], None]) -> bytes:
    """In the active language. Raises FaceMissing."""
    slabs = _with_signs(slabs_of(minutes), on_page)
    pages = pages_of(slabs, looks.TOP, looks.BOTTOM)
    fonts, drawn = Fonts(), []
    for number, page in enumerate(pages, start=1):
        if number % PAGES_A_SIGN == 1:
            on_page()
        canvas = Canvas(fonts)
        page.paint(canvas)
        _margins(canvas, minutes, page.running if number > 1 else "", number, len(pages))
        drawn.append(canvas)
    return file_of(drawn, fonts, about)


def _with_signs(slabs: Iterable[Slab], sign: Callable[[], None]) -> Iterator[Slab]:
    """Text is measured as its slabs are asked for, which may take longer than the drawing of them."""
    for number, slab in enumerate(slabs):
        if number % SLABS_A_SIGN == 0:
            sign()
        yield slab


def _margins(canvas: Canvas, minutes: Minutes, running: str, number: int, of: int) -> None:
    """What stands around the text of every page."""
    _line(canvas, running, looks.RUNNING, looks.TOP / 2)
    _line(canvas, minutes.state, looks.RUNNING_STATE, looks.TOP / 2, is_right=True)
    leading = looks.PROOF.leading
    _line(canvas, f"SHA-256: {minutes.proof.sha256}", looks.PROOF, FOOT - leading / 2)
    _line(canvas, minutes.proof.log, looks.PROOF, FOOT + leading / 2)
    told = _("Page %(page)s of %(pages)s") % {"page": number, "pages": of}
    _line(canvas, told, looks.NUMBER, FOOT, is_right=True)


def _line(canvas: Canvas, words: str, kind: Type, middle: float, *, is_right: bool = False) -> None:
    for line in broken(looks.printed(words, kind), kind, WIDTH)[:1]:
        push = WIDTH - line.width if is_right else 0
        canvas.begin(None)
        canvas.text(line, kind, LEFT + push, middle - kind.leading / 2)
        canvas.end()


def slabs_of(minutes: Minutes) -> Iterator[Slab]:
    for each in _opening(minutes):
        yield replace(each, running=minutes.running)
    numbers = count(1)
    for title, slabs in _sections(minutes):
        yield from looks.section(f"{next(numbers)}. {title}")
        yield from slabs
    for annex in minutes.annexes:
        yield from annex_slabs(annex)


def _opening(minutes: Minutes) -> Iterator[Slab]:
    yield from paragraph(minutes.title, looks.TITLE)
    yield from paragraph(minutes.event, looks.LEAD, before=1)
    yield from paragraph(minutes.state, looks.STATE)
    yield from looks.facts([(each.label, each.text) for each in minutes.facts], before=4)


def _sections(minutes: Minutes) -> Iterator[tuple[str, Iterable[Slab]]]:
    yield _("The panel"), _panel(minutes.seats)
    if minutes.quorum:
        yield _("Quorum"), _paragraphs(minutes.quorum)
    yield _("Recusals and disclosures"), _ties(minutes)
    if minutes.draws:
        yield _("The draw of the order"), chain.from_iterable(map(_draw, minutes.draws))
    yield _("The projects"), chain.from_iterable(map(_team, minutes.teams))
    yield _("Totals"), _totals(minutes)
    if minutes.tied:
        yield _("Teams that the rule left equal"), _tied(minutes)
    yield _("Decision"), _places(minutes)
    for group in minutes.said:
        yield group.title, _said(group)
    yield _("Signatures"), _signatures(minutes)


def _paragraphs(sentences: Iterable[str], kind: Type = BODY) -> Iterator[Slab]:
    for each in sentences:
        yield from paragraph(each, kind)


def _panel(seats: Sequence[SeatLine]) -> Iterator[Slab]:
    has_rooms = any(each.room for each in seats)
    room, width = ([_("Room")], [27]) if has_rooms else ([], [])
    head = looks.heads("№", _("Name"), _("Role"), *room, _("Presence"))
    rows = [
        Row(
            [
                looks.cell(each.number),
                looks.cell(each.name, STRONG, each.about),
                looks.cell(each.role),
                *([looks.cell(each.room)] if has_rooms else []),
                looks.cell(each.presence),
            ]
        )
        for each in seats
    ]
    return looks.ruled([9, None, 27, *width, 36], head, rows)


def _ties(minutes: Minutes) -> Iterator[Slab]:
    if not minutes.ties:
        yield from paragraph(_("None."))
    for at, group in enumerate(minutes.ties):
        yield from part(group.title, is_first=not at)
        yield from _tie_table(group)
    if minutes.step_outs:
        title = _("Out of the room while their teams were deliberated")
        yield from part(title, is_first=False)
        yield from _listed(minutes.step_outs, ["•"] * len(minutes.step_outs))


def _tie_table(group: TieGroup) -> Iterator[Slab]:
    head = looks.heads(_("Expert"), _("Team"), _("Reason"), _("Decided by"))
    rows = [
        Row(
            [
                looks.cell(each.expert),
                looks.cell(each.team),
                looks.cell(": ".join(filter(None, (each.kind, each.reason)))),
                looks.cell(each.decided),
            ]
        )
        for each in group.ties
    ]
    return looks.ruled([39, 20, None, 36], head, rows)


def _draw(draw: DrawPart) -> Iterator[Slab]:
    if draw.title:
        yield from part(draw.title)
    yield from paragraph(draw.method)
    yield from _paragraphs(draw.notes, SMALL)
    if draw.steps:
        yield from part(_("What was noted while it was held"))
        yield from _listed(draw.steps, [f"{at}." for at in range(1, len(draw.steps) + 1)])


def _listed(lines: Sequence[str], marks: Sequence[str]) -> Iterator[Slab]:
    for at, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        slabs = paragraph(line, before=0.8 if at else 0, indent=5)
        yield from with_first(slabs, partial(_with_mark, mark))


def _with_mark(mark: str, slab: Slab) -> Slab:
    [drawn] = broken(mark, BODY, WIDTH)

    def paint(canvas: Canvas, top: float) -> None:
        canvas.begin(Part("P"))
        canvas.text(drawn, BODY, LEFT + 3.8 * MM - drawn.width, top)
        canvas.end()
        slab.paint(canvas, top)

    return replace(slab, paint=paint)


def _team(team: TeamPart) -> Iterator[Slab]:
    yield from part(f"{team.number}. {team.topic}")
    yield from looks.facts(
        [(each.label, each.text) for each in team.facts],
        before=1,
        is_whole=True,
        keeps=not team.note and not team.questions,
    )
    if team.note:
        yield from _quoted(f"{_('The panel noted:')} {team.note}")
    if not team.questions:
        yield from paragraph(_("No questions were noted."), SMALL)
        return
    head = looks.heads(_("Who asked"), _("Question"), _("Answer in short"))
    rows = [
        Row([looks.cell(each.who), looks.cell(each.text), looks.cell(each.answer)])
        for each in team.questions
    ]
    yield from looks.ruled([39, None, None], head, rows)


def _quoted(words: str) -> Iterator[Slab]:
    """With a bar at its side."""
    for slab in paragraph(words, before=2.5, indent=4, keeps_lines=True):
        yield replace(slab, paint=partial(_barred, slab))


def _barred(slab: Slab, canvas: Canvas, top: float) -> None:
    canvas.fill(looks.BAR, (LEFT, top, MM, slab.height))
    slab.paint(canvas, top)


def _totals(minutes: Minutes) -> Iterator[Slab]:
    yield from chain.from_iterable(map(totals_table, minutes.totals))
    yield from _paragraphs(minutes.explained, SMALL)


def _tied(minutes: Minutes) -> Iterator[Slab]:
    head = looks.heads(_("What the rule tried"), _("Figures"), _("What came of it"))
    for at, tie in enumerate(minutes.tied):
        yield from part(tie.title, is_first=not at)
        rows = [
            Row([looks.cell(each.name), looks.cell(each.figures), looks.cell(each.came)])
            for each in tie.steps
        ]
        yield from looks.ruled([None, None, 39], head, rows, is_whole=True)


def _places(minutes: Minutes) -> Iterator[Slab]:
    yield from paragraph(minutes.rule)
    titles = (_("Place"), _("Team"), _("By the rule"), _("Plain mean"), _("How decided"))
    rows = [
        Row(
            [
                looks.cell(team.place, STRONG, _("shared") if team.is_shared else ""),
                looks.cell(f"{team.number}. {team.topic}", STRONG, team.supervisors),
                looks.right(team.value),
                looks.right(team.raw),
                looks.cell(team.decided_by),
            ]
        )
        for team in minutes.by_place
    ]
    yield from looks.ruled([20, None, 24, 24, 36], looks.heads(*titles, right=(2, 3)), rows)


def _said(group: SaidGroup) -> Iterator[Slab]:
    for at, line in enumerate(group.lines):
        yield from part(line.title, is_first=not at)
        yield from paragraph(line.about, SMALL)
        yield from paragraph(line.text)
        yield from paragraph(line.after)


def _signatures(minutes: Minutes) -> Iterator[Slab]:
    yield from _paragraphs(minutes.seals)
    yield from chain.from_iterable(map(_signature, minutes.signers))
    yield from paragraph(_("Name and role; signature; date"), looks.UNDER)


def _signature(signer: Signer) -> Iterator[Slab]:
    """Room for ink and a day, beside who it is."""
    name, ink, gap, day = SIGNING
    kinds = ((signer.name, BODY), (signer.role, SMALL))
    lines = [
        (each, kind)
        for words, kind in kinds
        for each in broken(looks.printed(words, kind), kind, name - 5 * MM)
    ]
    height, part = sum(kind.leading for _line, kind in lines), Part("P")

    def paint(canvas: Canvas, top: float) -> None:
        at = top
        canvas.begin(part)
        for line, kind in lines:
            canvas.text(line, kind, LEFT, at)
            at += kind.leading
        canvas.end()
        for left, width in ((name, ink), (name + ink + gap, day)):
            canvas.fill(looks.INK, (LEFT + left, at - LINE, width, LINE))

    yield Slab(height, paint, before=7.5 * MM)

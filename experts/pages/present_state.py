"""How far every sheet is at this minute, to be printed: what the day goes on from when it goes on with paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Enrolment, Event, Pass, Room
from experts.models import Seat
from experts.pages.tablet import total_of
from experts.reports import Progress, scoring_progress
from experts.reports.cells import CellState, Sheets, current_sheets
from experts.reports.grid import Grid
from experts.reports.paper import on_paper, still_to_give, waiting_papers
from experts.reports.progress import ProgressColumn, ProgressRow
from experts.sheets import Assignment, Sheet
from experts.signatures import Signer, short_hash, text_of_stored
from projects.models import Defense

TEAMS_A_TABLE: Final = 10  # a page of paper is not wider


@dataclass(frozen=True)
class StateCell:
    """One sheet: how far it is; of one that was saved its short mark, and when it was saved as which revision.

    `total` stands there after the close alone, for who may see it.
    """

    state: CellState
    is_on_paper: bool
    is_from_paper: bool
    mark: str
    saved: str
    total: str


@dataclass(frozen=True)
class StateRow:
    """One expert: the card and its tablet in words, the sheets, and the teams whose sheets are still to be given."""

    seat: Seat
    card: str
    tablet: str
    cells: Sequence[StateCell]
    to_give: str


@dataclass(frozen=True)
class StateTable:
    """The experts of a room before some of its teams."""

    room: str
    columns: Sequence[ProgressColumn]
    rows: Sequence[StateRow]


@dataclass(frozen=True)
class PresentState:
    tables: Sequence[StateTable]
    progress: Progress
    paper_count: int
    unsent_count: int
    has_points: bool


def present_state(event: Event, *, at: datetime, may_see_points: bool) -> PresentState:
    """Nine queries, whatever the event holds."""
    grid = Grid(event)
    progress = scoring_progress(event, grid, at=at)
    waiting = waiting_papers(event)
    cards = _cards(event)
    has_points = may_see_points and not event.is_scoring_open
    known = _Known(
        event=event,
        sheets=current_sheets(event),
        on_paper=on_paper(waiting),
        to_give=still_to_give(grid, waiting),
        cards=cards,
        has_points=has_points,
    )
    return PresentState(
        tables=list(_tables(grid, progress, known)),
        progress=progress,
        paper_count=len(known.on_paper),
        unsent_count=sum(_unsent(each) or 0 for each in cards.values()),
        has_points=has_points,
    )


@dataclass(frozen=True)
class _Known:
    """What is told of the cells and rows beside their progress; cards by person."""

    event: Event
    sheets: Sheets
    on_paper: frozenset[tuple[int, int]]
    to_give: frozenset[Assignment]
    cards: Mapping[int, Pass]
    has_points: bool


def _cards(event: Event) -> dict[int, Pass]:
    cards = Pass.objects.of_experts(event).valid().select_related("enrolment")
    return {each.person_id: each for each in cards}


def _tables(grid: Grid, progress: Progress, known: _Known) -> Iterator[StateTable]:
    """Room by room; a room with many teams has several tables."""
    rows = list(zip(grid.scoring, progress.rows, strict=True))
    rooms = Room.objects.filter(event=known.event).in_bulk()
    used = dict.fromkeys(each.run_item.room_id for each in grid.defenses)
    for room_id in used:
        heard = [n for n, each in enumerate(grid.defenses) if each.run_item.room_id == room_id]
        seated = [pair for pair in rows if pair[0].panel.room_id == room_id]
        for start in range(0, len(heard), TEAMS_A_TABLE):
            places = heard[start : start + TEAMS_A_TABLE]
            yield StateTable(
                room=str(rooms[room_id].name) if len(used) > 1 else "",
                columns=[progress.columns[n] for n in places],
                rows=[_row(seat, row, grid.defenses, places, known) for seat, row in seated],
            )


def _row(
    seat: Seat,
    row: ProgressRow,
    defenses: Sequence[Defense],
    places: Iterable[int],
    known: _Known,
) -> StateRow:
    card = known.cards.get(seat.person_id)
    due = [each for each in defenses if Assignment(seat.pk, each.pk) in known.to_give]
    return StateRow(
        seat=seat,
        card=card.mark if card else "",
        tablet=_tablet(card),
        cells=[_cell(seat, defenses[n], row.cells[n], known) for n in places],
        to_give=", ".join(str(each.project.number) for each in due),
    )


def _cell(seat: Seat, defense: Defense, state: CellState, known: _Known) -> StateCell:
    where = Assignment(seat.pk, defense.pk)
    sheet = known.sheets.get(where)
    counts = sheet is not None and state == CellState.SUBMITTED
    return StateCell(
        state=state,
        is_on_paper=(seat.pk, defense.project.number) in known.on_paper,
        is_from_paper=sheet is not None and sheet.is_from_paper,
        mark=_mark(known.event, seat, where, sheet) if sheet else "",
        saved=_saved(sheet) if sheet else "",
        total=total_of(sheet) if sheet and counts and known.has_points else "",
    )


def _mark(event: Event, seat: Seat, where: Assignment, sheet: Sheet) -> str:
    """As the expert reads it on the own tablet."""
    signer = Signer(event=event.slug, person=seat.person.key)
    return short_hash(text_of_stored(signer, where, sheet))


def _saved(sheet: Sheet) -> str:
    at = date_format(localtime(sheet.saved_at), "H:i")
    return _("%(time)s, revision %(number)d") % {"time": at, "number": sheet.rev}


def _tablet(card: Pass | None) -> str:
    """What its tablet last said of itself."""
    tablet = _enrolment(card)
    if tablet is None:
        return _("no tablet")
    if tablet.last_seen_at is None or tablet.unsent_count is None:
        return _("the tablet has said nothing yet")
    words = _("unsent: %(count)d, at %(time)s")
    at = date_format(localtime(tablet.last_seen_at), "H:i")
    return words % {"count": tablet.unsent_count, "time": at}


def _unsent(card: Pass) -> int | None:
    tablet = _enrolment(card)
    return tablet.unsent_count if tablet else None


def _enrolment(card: Pass | None) -> Enrolment | None:
    tablet: Enrolment | None = getattr(card, "enrolment", None)
    return tablet if tablet and tablet.ended_at is None else None

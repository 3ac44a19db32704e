from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.entry_forms import packed, unpacked
from events.errors import DomainError
from events.forms import NONE, of_each, of_row
from events.models import Event
from events.refused_forms import drawn_again
from experts.forms import AdmitForm, PresenceSelects
from experts.models import Presence, Seat
from experts.pages.presence import PresenceCell, PresenceGrid, PresenceRow, presence_grid
from experts.pages.warm_up import warmed_up
from experts.reports.declarations import declarations_of
from experts.reports.grid import Grid
from experts.reports.quorum import quorum_of
from experts.services.presence import PRESENT, Notes, admit_sheet, note_presence
from experts.sheets import Assignment
from projects.models import Defense


@dataclass(frozen=True)
class DrawnRow:
    row: PresenceRow
    fields: Sequence[SafeString]


@organizer_page(Right.SCORING, place="scoring")
def presence(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Every expert at every defense: there, late, left early or absent."""
    read = Grid(event)
    return _render(request, read, presence_grid(read))


@organizer_act(Right.SCORING, place="scoring")
def presence_note(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Save what was changed of the grid, or that somebody is absent for the day."""
    read = Grid(event)
    grid = presence_grid(read)
    seen = _seen(request, grid)
    wanted = _wanted(request, grid)
    try:
        count = note_presence(event, wanted, seen=seen, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        chosen = {cell: kind for cell, kind in wanted.items() if kind != seen.get(cell, PRESENT)}
        return _render(request, read, grid, chosen, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Noted.") if count else _("Nothing was changed."))
    return _back(event)


def _render(
    request: OrganizerRequest,
    read: Grid,
    grid: PresenceGrid,
    chosen: Notes | None = None,
    *,
    sent: Mapping[Assignment, AdmitForm] = NONE,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """With what was chosen or written and not saved in the place of what stands."""
    context = {
        "grid": grid,
        "rows": _drawn(grid, chosen or {}),
        "seen": packed(grid.seen),
        "flagged": of_each(AdmitForm, _flagged(grid), sent),
        "declarations": declarations_of(read.event),
        "warmed_up": warmed_up(read.event),
        "quorum": quorum_of(read),
    }
    return render(request, "experts/organizer/presence.html", context, status=status)


@organizer_act(Right.SCORING, place="scoring")
def presence_admit(
    request: OrganizerRequest, event: Event, seat_id: int, defense_id: int
) -> HttpResponseBase:
    """The chair lets the sheet of an absent expert count, with a reason."""
    get_object_or_404(Seat.objects.of_event(event), pk=seat_id)
    get_object_or_404(Defense.objects.of_event(event), pk=defense_id)
    cell = Assignment(seat_id, defense_id)
    form = of_row(AdmitForm, cell, request.POST)
    if form.is_valid():
        try:
            admit_sheet(event, cell, reason=form.cleaned_data["reason"], actor=request.user)
        except DomainError as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        read = Grid(event)
        grid, sent = presence_grid(read), {cell: form}
        return drawn_again(request, form, lambda: _render(request, read, grid, sent=sent))
    messages.success(request, _("The sheet counts."))
    return _back(event)


def _flagged(grid: PresenceGrid) -> list[tuple[tuple[PresenceRow, PresenceCell], object]]:
    """Each sheet of an absent expert with its row, by its cell."""
    return [((row, cell), cell.cell) for row in grid.flagged for cell in row.flagged]


def _drawn(grid: PresenceGrid, chosen: Notes) -> list[DrawnRow]:
    selects = PresenceSelects()

    def drawn(row: PresenceRow, cell: PresenceCell) -> SafeString:
        about = {"name": row.seat.person.name, "number": cell.number}
        kind = chosen.get(cell.cell, cell.kind)
        return selects.drawn(str(cell.cell), _("%(name)s, team %(number)s") % about, kind)

    return [DrawnRow(row, [drawn(row, each) for each in row.cells]) for row in grid.rows]


def _wanted(request: OrganizerRequest, grid: PresenceGrid) -> Notes:
    """The grid as it was sent; whoever is absent for the day is that wherever they gave no sheet."""
    day = request.POST.get("day")
    cells = [(row.seat, each) for row in grid.rows for each in row.cells]
    said = {each.cell: request.POST.get(str(each.cell), each.kind) for _seat, each in cells}
    known = {cell: kind for cell, kind in said.items() if kind in ("", *Presence.Kind.values)}
    all_day = [each for seat, each in cells if str(seat.pk) == day and not each.has_sheet]
    return known | {each.cell: Presence.Kind.ABSENT for each in all_day}


def _seen(request: OrganizerRequest, grid: PresenceGrid) -> Notes:
    """What the page showed of these cells; a form of another page showed none of them."""
    lines = unpacked(request.POST.get("seen", ""))
    cells = [each.cell for row in grid.rows for each in row.cells]
    return {cell: lines[str(cell)] for cell in cells if str(cell) in lines}


def _back(event: Event) -> HttpResponse:
    return redirect("organizer:presence", event.slug)

"""Score sheets to print: one page of paper for each expert and team, filled in but for the points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.models import Event, Pass
from events.qr import qr_svg
from experts.models import Interest, Seat
from experts.pages.declaration import sentences
from experts.pages.score_sheet import CriterionRow, criterion_rows
from experts.reports.apart import apart_of
from experts.reports.cells import CellState, criteria_of, defenses_of
from experts.reports.grid import Grid
from experts.reports.paper import still_to_give, waiting_papers
from experts.sheets import Assignment
from projects.models import Defense

MANY: Final = 7  # criteria that stand close together


@dataclass(frozen=True)
class PaperSheet:
    """`struck` says why the expert does not score the team; such a page has no code to enter it by.

    `card` is the mark of the expert's card, empty without one that works; `mark` names the sheet.
    """

    seat: Seat
    role: str
    defense: Defense
    topic: str
    supervisors: Sequence[str]
    struck: str
    card: str
    mark: str
    qr: SafeString


@dataclass(frozen=True)
class PaperSheets:
    """`declared` is what an expert declares by signing, where the event asks for a declaration."""

    sheets: Sequence[PaperSheet]
    rows: Sequence[CriterionRow]
    declared: Sequence[str]

    @property
    def is_close(self) -> bool:
        return len(self.rows) > MANY


def paper_sheets(
    event: Event, *, seat: int | None = None, defense: int | None = None, is_due: bool = False
) -> PaperSheets:
    """Of one expert, of one team or of all; an expert's sheets lie together. Seven queries.

    `is_due` leaves out what is submitted, entered from paper or not expected.
    """
    due = still_to_give(Grid(event), waiting_papers(event)) if is_due else None
    seats = Seat.objects.of_event(event).scoring().in_order().select_related("panel")
    defenses = list(defenses_of(event).with_supervisors())
    known = _Known(event, _why_struck(event), cards_of(event))
    sheets = [
        _sheet(known, each, heard)
        for each in seats
        for heard in defenses
        if each.panel.room_id == heard.run_item.room_id
        and seat in (None, each.pk)
        and defense in (None, heard.pk)
        and (due is None or Assignment(each.pk, heard.pk) in due)
    ]
    rows = criterion_rows(list(criteria_of(event.pk)), {})
    return PaperSheets(sheets, rows, sentences() if event.asks_declaration else [])


@dataclass(frozen=True)
class _Known:
    """Of all sheets: who is struck from which project and why, and the marks of cards by person."""

    event: Event
    why: Mapping[tuple[int, int], str]
    cards: Mapping[int, str]


def cards_of(event: Event) -> dict[int, str]:
    """The marks of the experts' cards that work, by person."""
    return {each.person_id: each.mark for each in Pass.objects.of_experts(event).valid()}


def _sheet(known: _Known, seat: Seat, defense: Defense) -> PaperSheet:
    where = Assignment(seat.pk, defense.pk)
    struck = known.why.get((seat.pk, defense.project_id), "")
    is_member = seat.role == Seat.Role.MEMBER
    return PaperSheet(
        seat=seat,
        role="" if is_member else str(seat.get_role_display()),
        defense=defense,
        topic=str(defense.project.topic),
        supervisors=defense.project.supervisor_names,
        struck=struck,
        card=known.cards.get(seat.person_id, ""),
        mark=str(where),
        qr=SafeString() if struck else qr_svg(_address(known.event, where)),
    )


def _address(event: Event, where: Assignment) -> str:
    path = reverse("organizer:paper_entry", args=[event.slug, where.seat, where.defense])
    return f"{settings.SITE_URL}{path}"


def _why_struck(event: Event) -> dict[tuple[int, int], str]:
    """By seat and project, in words."""
    recusing = Interest.objects.of_event(event).recusing().order_by("-pk")
    kinds = {(each.seat_id, each.project_id): each.get_kind_display() for each in recusing}
    words = _("recused: not to be scored (%(why)s)")
    aside = _("set aside: not to be scored")
    return {
        pair: words % {"why": kinds.get(pair, "")} if state == CellState.RECUSED else aside
        for pair, state in apart_of(event).out.items()
        if state in (CellState.RECUSED, CellState.SET_ASIDE)
    }

"""The sheets that were given: which may be set aside, which were, and who gave whom which points."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event
from experts.models import ScoreSheet, Seat, SetAside
from experts.pages.tablet import total_of
from experts.reports.apart import apart_of
from experts.reports.cells import CellState, defenses_of, sheets_of_event
from experts.sheets import Assignment, Sheet
from projects.models import Defense


@dataclass(frozen=True)
class GivenSheet:
    """One expert before one team: the sheet that was given, and why it does not count."""

    seat: Seat
    defense: Defense
    sheet: Sheet | None
    out: CellState | None

    @property
    def total(self) -> str:
        if self.sheet is None:
            return str(self.out.label) if self.out else "—"
        total = total_of(self.sheet)
        return f"{total} ({self.out.label})" if self.out else total

    @property
    def word(self) -> str:
        """What became of the sheet."""
        if self.out:
            return str(self.out.label)
        return _("counts") if self.sheet else _("not submitted")


@dataclass(frozen=True)
class GivenRow:
    """One expert's totals in the order of the teams; one that does not count says why."""

    name: str
    cells: Sequence[str]


@dataclass(frozen=True)
class GivenPoints:
    defenses: Sequence[Defense]
    rows: Sequence[GivenRow]


def sheets_given(event: Event) -> list[tuple[str, str]]:
    """The sheets that count, by their ids, in words without points."""
    sheets = ScoreSheet.objects.of_event(event).exclude(state=ScoreSheet.State.SET_ASIDE)
    found = sheets.select_related("seat__person", "defense__project")
    return [
        (str(sheet.pk), _named(sheet))
        for sheet in found.order_by("seat__order", "defense__project__number")
    ]


def _named(sheet: ScoreSheet) -> str:
    names = {"name": sheet.seat.person.name, "number": sheet.defense.project.number}
    return _("%(name)s, team %(number)s") % names


def sheets_aside(event: Event) -> list[tuple[SetAside, str]]:
    rows = SetAside.objects.filter(sheet__defense__project__event=event)
    found = rows.select_related("sheet__seat__person", "sheet__defense__project").order_by("at")
    return [(row, _named(row.sheet)) for row in found]


def given_sheets(event: Event) -> list[GivenSheet]:
    """Every expert before every team, with the sheet that was given, if one was. Seven queries.

    What is set aside or was given by somebody absent is kept, and says so.
    """
    defenses, out = list(defenses_of(event)), apart_of(event).out
    seats = list(Seat.objects.of_event(event).in_order())
    given = sheets_of_event(event, state=ScoreSheet.State.SUBMITTED)
    aside = sheets_of_event(event, state=ScoreSheet.State.SET_ASIDE)

    def found(seat: Seat, defense: Defense) -> GivenSheet:
        cell = Assignment(seat.pk, defense.pk)
        sheet = given.get(cell) or aside.get(cell)
        return GivenSheet(seat, defense, sheet, out.get((seat.pk, defense.project_id)))

    return [found(seat, defense) for defense in defenses for seat in seats]


def given_points(event: Event) -> GivenPoints:
    """Every total, an expert a row."""
    rows: dict[Seat, list[str]] = {}
    defenses: dict[Defense, None] = {}
    for each in given_sheets(event):
        defenses[each.defense] = None
        rows.setdefault(each.seat, []).append(each.total)
    given = [GivenRow(seat.person.name, cells) for seat, cells in rows.items()]
    return GivenPoints(list(defenses), given)

"""The sheets that were given: which may be set aside, which were, and who gave whom which points."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event
from experts.models import ScoreSheet, Seat, SetAside
from experts.pages.tablet import total_of
from experts.reports.cells import defenses_of, out_pairs, sheets_of_event
from experts.sheets import Assignment
from projects.models import Defense


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


def given_points(event: Event) -> GivenPoints:
    """Every total that was given, with what is set aside or was given by somebody absent. Five queries."""
    defenses = list(defenses_of(event))
    seats = Seat.objects.of_event(event).in_order()
    out = out_pairs(event)
    given = sheets_of_event(event, state=ScoreSheet.State.SUBMITTED)
    aside = sheets_of_event(event, state=ScoreSheet.State.SET_ASIDE)

    def said(seat: Seat, defense: Defense) -> str:
        cell = Assignment(seat.pk, defense.pk)
        sheet, why = given.get(cell) or aside.get(cell), out.get((seat.pk, defense.project_id))
        if sheet is None:
            return str(why.label) if why else "—"
        return f"{total_of(sheet)} ({why.label})" if why else total_of(sheet)

    rows = [GivenRow(seat.person.name, [said(seat, each) for each in defenses]) for seat in seats]
    return GivenPoints(defenses, rows)

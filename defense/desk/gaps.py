"""What an event is missing until it can open, asked of every app's rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Count, QuerySet

from events import rules as events
from events.counting import counts_of
from events.models import Event, Person, RunItem
from events.rules import Gap, first_part
from experts import rules as experts
from experts.reports import CellState, Grid
from projects import rules as projects
from projects.models import Draw, Project

# The sections of the event file that may have gaps, as they stand in it.
SECTIONS: Final = ("rubric", "people", "panel", "draw", "run", "projects")


def gaps_of(
    event: Event, grid: Grid | None = None, counts: Mapping[str, int] | None = None
) -> list[Gap]:
    """In the order of the event file, where lists count from 0. Seven queries, or those not asked yet."""
    if counts is None:
        counts = counts_of(event, gap_rows(event))
    return sorted(_gaps(event, grid or Grid(event), counts), key=_in_the_file)


def gap_rows(event: Event) -> dict[str, QuerySet[Any]]:
    """Of what it is enough to know whether there is any."""
    draws = Draw.objects.filter(room__event=event)
    return {"people": Person.objects.of_event(event), "draws": draws}


def _in_the_file(gap: Gap) -> tuple[int, list[int]]:
    return SECTIONS.index(first_part(gap.place)), [
        int(index) for index in re.findall(r"\[(\d+)\]", gap.place)
    ]


def _gaps(event: Event, grid: Grid, counts: Mapping[str, int]) -> Iterator[Gap]:
    run = list(RunItem.objects.of_event(event).in_order())
    counted = Project.objects.of_event(event).annotate(
        member_count=Count("teammember", distinct=True),
        supervisor_count=Count("supervisor", distinct=True),
    )
    columns = ("number", "members_listed", "member_count", "supervisor_count")
    rows = counted.order_by("number").values_list("pk", *columns)
    held = {defense.run_item_id: defense.project.number for defense in grid.defenses}
    lines = [projects.Line(item.kind, held.get(item.pk)) for item in run]
    teams = {pk: projects.Team(*row) for pk, *row in rows}
    yield from events.people_gaps(counts["people"])
    yield from events.rubric_gaps([each.weight for each in grid.weights])
    yield from _panel_gaps(event, grid, {pk: team.number for pk, team in teams.items()})
    yield from events.run_gaps([_line(item) for item in run])
    has_draw = bool(counts["draws"])
    yield from projects.project_gaps(list(teams.values()), lines, has_draw=has_draw)


def _line(item: RunItem) -> events.Line:
    return events.Line(item.kind, bool(item.title), item.person_id is not None)


def _panel_gaps(event: Event, grid: Grid, numbers: Mapping[int, int]) -> Iterator[Gap]:
    """`numbers` has every project's number."""
    yield from experts.panel_gaps([seat.role for seat in grid.seats])
    rooms = {each.project_id: each.run_item.room_id for each in grid.defenses}
    teams = []
    for pk, number in numbers.items():
        room = rooms.get(pk)
        panel = [seat.pk for seat in grid.scoring if room in (None, seat.panel.room_id)]
        may_score = sum(grid.out.get((seat, pk)) != CellState.RECUSED for seat in panel)
        teams.append(experts.Scorable(number, len(panel), may_score))
    yield from experts.scoring_gaps(teams, event.least_sheets)

"""What an event is missing until it can open, asked of every app's rules."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from django.db.models import Count

from events import rules as events
from events.models import Criterion, Event, Person, RunItem
from events.rules import Gap, first_part
from experts import rules as experts
from experts.models import Interest, Seat
from projects import rules as projects
from projects.models import Defense, Draw, Project

# The sections of the event file that may have gaps, as they stand in it.
SECTIONS: Final = ("rubric", "people", "panel", "draw", "run", "projects")


def gaps_of(event: Event) -> list[Gap]:
    """In the order of the event file, where lists count from 0. Eight queries."""
    return sorted(_gaps(event), key=_in_the_file)


def _in_the_file(gap: Gap) -> tuple[int, list[int]]:
    return SECTIONS.index(first_part(gap.place)), [
        int(index) for index in re.findall(r"\[(\d+)\]", gap.place)
    ]


def _gaps(event: Event) -> Iterator[Gap]:
    run = list(RunItem.objects.of_event(event).in_order())
    counted = Project.objects.of_event(event).annotate(
        member_count=Count("teammember", distinct=True),
        supervisor_count=Count("supervisor", distinct=True),
    )
    columns = ("number", "members_listed", "member_count", "supervisor_count")
    rows = counted.order_by("number").values_list(*columns)
    held = dict(Defense.objects.of_event(event).values_list("run_item", "project__number"))
    lines = [projects.Line(item.kind, held.get(item.pk)) for item in run]
    rooms = {held[item.pk]: item.room_id for item in run if item.pk in held}
    teams = [projects.Team(*row) for row in rows]
    yield from events.people_gaps(Person.objects.of_event(event).count())
    yield from events.rubric_gaps(_weights(event))
    yield from _panel_gaps(event, {team.number: rooms.get(team.number) for team in teams})
    yield from events.run_gaps([_line(item) for item in run])
    has_draw = Draw.objects.filter(room__event=event).exists()
    yield from projects.project_gaps(teams, lines, has_draw=has_draw)


def _line(item: RunItem) -> events.Line:
    return events.Line(item.kind, bool(item.title), item.person_id is not None)


def _weights(event: Event) -> list[Decimal]:
    return list(Criterion.objects.filter(rubric__event=event).values_list("weight", flat=True))


def _panel_gaps(event: Event, rooms: Mapping[int, int | None]) -> Iterator[Gap]:
    """`rooms` has every project's number, and the room it is defended in, if it is in one."""
    seats = list(Seat.objects.of_event(event).select_related("panel"))
    yield from experts.panel_gaps([seat.role for seat in seats])
    recusing = Interest.objects.of_event(event).recusing()
    recused = set(recusing.values_list("seat", "project__number"))
    teams = []
    for number, room in rooms.items():
        panel = [s.pk for s in seats if s.is_scoring and room in (None, s.panel.room_id)]
        may_score = sum((seat, number) not in recused for seat in panel)
        teams.append(experts.Scorable(number, len(panel), may_score))
    yield from experts.scoring_gaps(teams, event.least_sheets)

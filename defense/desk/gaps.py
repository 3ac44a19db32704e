"""What an event is missing until it can open, asked of every app's rules."""

import re
from collections.abc import Iterator
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


def _gaps(event: Event) -> list[Gap]:
    run = list(RunItem.objects.of_event(event).in_order())
    counted = Project.objects.of_event(event).annotate(member_count=Count("teammember"))
    rows = counted.order_by("number").values_list("number", "members_listed", "member_count")
    teams = [projects.Team(*row) for row in rows]
    return [
        *events.people_gaps(Person.objects.of_event(event).count()),
        *events.rubric_gaps(_weights(event)),
        *_panel_gaps(event, [team.number for team in teams]),
        *events.run_gaps([_line(item) for item in run]),
        *projects.project_gaps(
            teams,
            _defenses(event, run),
            has_draw=Draw.objects.filter(room__event=event).exists(),
        ),
    ]


def _line(item: RunItem) -> events.Line:
    return events.Line(item.kind, bool(item.title), item.person_id is not None)


def _defenses(event: Event, run: list[RunItem]) -> list[projects.Line]:
    defenses = Defense.objects.of_event(event)
    numbers = dict(defenses.values_list("run_item", "project__number"))
    return [projects.Line(item.kind, numbers.get(item.pk)) for item in run]


def _weights(event: Event) -> list[Decimal]:
    return list(Criterion.objects.filter(rubric__event=event).values_list("weight", flat=True))


def _panel_gaps(event: Event, numbers: list[int]) -> Iterator[Gap]:
    roles = dict(Seat.objects.of_event(event).values_list("pk", "role"))
    yield from experts.panel_gaps(roles.values())
    scoring = {pk for pk, role in roles.items() if role in experts.SCORING_ROLES}
    recusing = Interest.objects.of_event(event).recusing()
    recused = set(recusing.values_list("seat", "project__number"))
    yield from experts.scoring_gaps(scoring, numbers, recused)

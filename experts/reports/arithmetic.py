"""What a team is shown of its own provisional result: its figures, and never a place or another team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from i18nfield.strings import LazyI18nString

from events.models import Pass
from experts.models import Query, QueryWindow
from experts.reports.decision import decided
from experts.reports.grid import Grid
from projects.models import TeamMember


@dataclass(frozen=True)
class CriterionMean:
    name: LazyI18nString
    mean: Fraction
    maximum: Decimal


@dataclass(frozen=True)
class Arithmetic:
    """`value` is what the rule makes of the sheets, where it makes a figure of its own."""

    window: QueryWindow
    member: TeamMember
    received: int
    eligible: int
    criteria: Sequence[CriterionMean]
    raw_mean: Fraction | None
    value: Fraction | None
    said: Query | None
    is_open: bool


def window_for(held: Pass) -> QueryWindow | None:
    """The window that was opened for who holds this card. No query for an event without one."""
    event = held.person.event
    if (
        event.query_hours is None
        or event.is_scoring_open
        or held.is_rehearsal != event.is_rehearsal
    ):
        return None
    windows = QueryWindow.objects.of_event(event).standing()
    return windows.exclude(opened_at=None).first()


def speaker(held: Pass) -> TeamMember | None:
    """Whoever stands first in a team answers for it."""
    member = TeamMember.objects.filter(person=held.person_id).select_related("project").first()
    return member if member is not None and speaks_for_team(member) else None


def speaks_for_team(member: TeamMember) -> bool:
    team = TeamMember.objects.filter(project=member.project_id)
    return not team.filter(order__lt=member.order).exists()


def arithmetic_of(held: Pass, at: datetime) -> Arithmetic | None:
    """None for who is not shown any."""
    window = window_for(held)
    member = speaker(held) if window else None
    if window is None or member is None:
        return None
    grid = Grid(held.person.event)
    number = member.project.number
    team = next((each for each in decided(grid).standings.teams if each.number == number), None)
    if team is None:
        return None
    return Arithmetic(
        window=window,
        member=member,
        received=team.received_count,
        eligible=team.eligible_count,
        criteria=_criteria(grid, member.project_id),
        raw_mean=team.raw_mean,
        value=team.value,
        said=window.queries.filter(project=member.project_id).first(),
        is_open=window.is_open(at),
    )


def _criteria(grid: Grid, project: int) -> list[CriterionMean]:
    defenses = {each.pk for each in grid.defenses if each.project_id == project}
    counted = [
        saved.points or {}
        for cell, saved in grid.saved.items()
        if cell.defense in defenses and cell in grid.eligible and saved.counts
    ]
    return [
        CriterionMean(each.name, _mean([points[each.key] for points in counted]), each.maximum)
        for each in grid.criteria
        if counted
    ]


def _mean(points: Sequence[str]) -> Fraction:
    return sum(map(Fraction, points), Fraction()) / len(points)


def is_shown_arithmetic(held: Pass) -> bool:
    return window_for(held) is not None and speaker(held) is not None

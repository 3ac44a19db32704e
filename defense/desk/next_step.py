"""The one thing to do next, for whoever reads the overview."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from defense.desk.overview import Overview
from defense.desk.phases import Standing, StepLine
from events.models import Event


@dataclass(frozen=True)
class NextStep:
    sentence: str
    action: str
    href: str


def next_step(event: Event, overview: Overview, standing: Standing) -> NextStep | None:
    """What blocks comes first, then what waits for somebody, then the next phase; nothing when all is done."""
    onwards = next((step for step in standing.steps if not step.is_back), None)
    if event.phase == Event.Phase.DRAFT:
        return _out_of_draft(onwards)
    if event.phase == Event.Phase.LIVE and overview.counts.sealed and (close := _to_phase(onwards)):
        return close  # the day is decided: what still waits is for after it
    if overview.todos:
        todo = overview.todos[0]
        return NextStep(todo.sentence, todo.action, todo.href)
    return _to_phase(onwards)


def _out_of_draft(opening: StepLine | None) -> NextStep | None:
    missing = next((gap for gap in opening.missing if gap.href), None) if opening else None
    if missing:
        return NextStep(missing.sentence, _("See to it"), missing.href)
    return _to_phase(opening)


def _to_phase(step: StepLine | None) -> NextStep | None:
    if step is None or step.missing or not step.may_take:
        return None
    return NextStep(step.effect, step.button, "#phase")

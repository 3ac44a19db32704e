"""The record of a draw as it is read and printed: every step, the places taken, and who waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Event
from projects.models import Defense, DrawStep, Project


@dataclass(frozen=True)
class DrawLine:
    """One step, and whether it still stands."""

    step: DrawStep
    is_standing: bool


@dataclass(frozen=True)
class DrawnPlace:
    place: int
    project: Project | None


@dataclass(frozen=True)
class DrawRecord:
    lines: Sequence[DrawLine]
    places: Sequence[DrawnPlace]
    waiting: Sequence[Project]

    @property
    def free_places(self) -> list[int]:
        return [each.place for each in self.places if each.project is None]

    @property
    def has_places(self) -> bool:
        return any(each.project for each in self.places)


def draw_record(event: Event) -> DrawRecord:
    """Two queries, however many steps."""
    steps = list(DrawStep.objects.of_event(event).select_related("project"))
    gone = {step.takes_back_id for step in steps if step.takes_back_id}
    lines = [DrawLine(step, not step.takes_back_id and step.pk not in gone) for step in steps]
    drawn = {
        line.step.place: line.step.project for line in lines if line.is_standing and line.step.place
    }
    defended = [defense.project for defense in Defense.objects.of_event(event).in_running_order()]
    return DrawRecord(
        lines=lines,
        places=[DrawnPlace(n, drawn.get(n)) for n in range(1, len(defended) + 1)],
        waiting=sorted(
            (each for each in defended if each not in drawn.values()), key=lambda each: each.number
        ),
    )

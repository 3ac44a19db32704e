"""The record of a draw that is held aloud: what happened is appended, never changed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from events.covered import lines_of
from events.errors import EventIsOver
from events.models import AuditEntry, Event, Room, User
from events.texts import Text, one_line, stored
from projects.errors import (
    DrawReasonRefused,
    DrawStands,
    NoSuchPlace,
    PlaceTaken,
    TakenBackAlready,
    TeamHasPlace,
)
from projects.models import Defense, DrawStep, Project
from projects.validators import draw_reason


@transaction.atomic
def note_answer(
    event: Event,
    project_id: int,
    *,
    question: Text | str,
    place: int | None,
    actor: User | str,
    at: datetime,
) -> DrawStep:
    """Which team answered, and the place that it took; without one the answer gave none.

    Locks the event. Raises Project.DoesNotExist, EventIsOver, DrawStands, PlaceTaken, TeamHasPlace, NoSuchPlace.
    """
    held = _held(event)
    project = Project.objects.of_event(held).get(pk=project_id)
    if place is not None:
        _refuse_place(held, project, place)
    return _append(
        held, actor, question=stored(question), project=project, place=place, noted_at=at
    )


@transaction.atomic
def take_step_back(
    event: Event, step_id: int, *, reason: str, actor: User | str, at: datetime
) -> DrawStep:
    """What was noted by mistake stands no more; both stay in the record.

    Raises DrawStep.DoesNotExist, EventIsOver, DrawStands, TakenBackAlready, DrawReasonRefused.
    """
    held, said = _held(event), one_line(reason)
    if not said:
        raise DrawReasonRefused
    if flaw := draw_reason.flaw(said):
        raise DrawReasonRefused(flaw)
    step = DrawStep.objects.of_event(held).select_related("project").get(pk=step_id)
    if not DrawStep.objects.standing().filter(pk=step.pk).exists():
        raise TakenBackAlready
    return _append(
        held,
        actor,
        question=step.question,
        project=step.project,
        place=step.place,
        takes_back=step,
        reason=said,
        noted_at=at,
    )


def _held(event: Event) -> Event:
    held = Event.objects.held(event.pk)
    if held.is_over:
        raise EventIsOver
    if not held.is_scoring_open:
        raise DrawStands
    return held


def _refuse_place(event: Event, project: Project, place: int) -> None:
    standing = DrawStep.objects.of_event(event).standing().exclude(place=None)
    if standing.filter(project=project).exists():
        raise TeamHasPlace
    if standing.filter(place=place).exists():
        raise PlaceTaken
    if not 1 <= place <= Defense.objects.of_event(event).count():
        raise NoSuchPlace


def _append(event: Event, actor: User | str, **values: object) -> DrawStep:
    room = Room.objects.get(event=event, is_default=True)
    last = DrawStep.objects.filter(room=room).aggregate(last=Max("number"))["last"] or 0
    step = DrawStep(room=room, number=last + 1, is_rehearsal=event.is_rehearsal, **values)
    step.save()
    verb = "draw.taken_back" if step.takes_back_id else "draw.answered"
    details = {
        "number": step.number,
        "project": step.project_id,
        "place": step.place,
        **lines_of(step),
    }
    AuditEntry.write(event, actor, verb, step, details)
    return step


def drawn_places(event: Event) -> dict[int, int]:
    """The place that each project took, by its id."""
    standing = DrawStep.objects.of_event(event).standing().exclude(place=None)
    return {project: place or 0 for project, place in standing.values_list("project", "place")}

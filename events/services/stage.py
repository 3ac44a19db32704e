"""What is on stage: a line of the run of show begins, ends or is skipped, and each is taken back.

The event is the lock, so that two who run the day do one thing after the other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Event, RunItem, User
from events.models.audit import stamp


class Cue(models.TextChoices):
    START = "start", _("Start")
    END = "end", _("End")
    SKIP = "skip", _("Skip")
    BACK = "back", _("Take back")


class DayNotBegun(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The day is not on: begin it on the overview first."))


class CueNotPossible(DomainError):
    """Somebody else was quicker, or the page is old."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was changed: this line has moved on meanwhile. Look again."))


@transaction.atomic
def give_cue(
    event: Event, item_id: int, cue: str, *, actor: User | str, at: datetime
) -> Sequence[RunItem]:
    """The lines that changed. What is on stage ends when another line starts; what is done already stays so.

    Raises RunItem.DoesNotExist, DayNotBegun, CueNotPossible.
    """
    held = Event.objects.held(event.pk)
    if held.phase != Event.Phase.LIVE and not held.is_rehearsal:
        raise DayNotBegun
    item = RunItem.objects.of_event(held).get(pk=item_id)
    changed = _CUES[Cue(cue)](item, at)
    for each in changed:
        each.save(update_fields=["started_at", "ended_at", "skipped_at"])
    for each in changed:
        AuditEntry.write(held, actor, _verb_of(each), each, _details(each, at) | lines_of(each))
    return changed


def _start(item: RunItem, at: datetime) -> list[RunItem]:
    if item.is_on_stage:
        return []
    if item.is_over:
        raise CueNotPossible
    before = _on_stage_beside(item)
    for each in before:
        each.ended_at = at
    item.started_at, item.skipped_at = at, None
    return [*before, item]


def _end(item: RunItem, at: datetime) -> list[RunItem]:
    if item.is_over:
        return []
    if not item.is_on_stage:
        raise CueNotPossible
    item.ended_at = at
    return [item]


def _skip(item: RunItem, at: datetime) -> list[RunItem]:
    if item.skipped_at:
        return []
    if not item.is_to_come:
        raise CueNotPossible
    item.skipped_at = at
    return [item]


def _back(item: RunItem, at: datetime) -> list[RunItem]:
    """One step: over, on stage, to come; or skipped, to come."""
    if item.is_to_come:
        return []
    if item.is_over and _on_stage_beside(item):
        raise CueNotPossible
    if item.is_over:
        item.ended_at = None
    else:
        item.started_at = item.skipped_at = None
    return [item]


_CUES = {Cue.START: _start, Cue.END: _end, Cue.SKIP: _skip, Cue.BACK: _back}


def _on_stage_beside(item: RunItem) -> list[RunItem]:
    others = RunItem.objects.filter(room=item.room_id).exclude(pk=item.pk)
    return list(others.filter(started_at__isnull=False, ended_at=None))


def _verb_of(item: RunItem) -> str:
    if item.skipped_at:
        return "run_item.skipped"
    if item.is_over:
        return "run_item.ended"
    return "run_item.started" if item.is_on_stage else "run_item.taken_back"


def _details(item: RunItem, at: datetime) -> dict[str, object]:
    return {"line": item.order, "at": stamp(at)}

"""The phases of an event: which steps there are, who may take each, and what it demands.

    draft  <->  open  <->  live  <->  closed  <->  archived

Every step can be taken back by whoever may take it, since a wrong press must not need the keeper of
the server: guests may be shown the event too early, the hall may start an hour late, a team may be
heard after all, and months later a diploma may have to be corrected. What is not to be undone is kept
elsewhere: a step moves no points, no diploma and no lock of the scoring, and stays in the audit log.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from events.access import Right
from events.covered import lines_of
from events.errors import PhaseHasMoved, StepNotReady
from events.models import AuditEntry, Event, User
from events.rules import Gap

logger = logging.getLogger(__name__)

Phase = Event.Phase


@dataclass(frozen=True)
class Step:
    """One move of an event from a phase to the next or back, and the right it takes."""

    name: str
    before: Event.Phase
    after: Event.Phase
    right: Right


# Whether guests know of the event, and whether it is put away, are the owner's to say; the beginning
# and the end of the day belong to whoever leads it.
OPEN: Final = Step("open", Phase.DRAFT, Phase.OPEN, Right.SETTINGS)
WITHDRAW: Final = Step("withdraw", Phase.OPEN, Phase.DRAFT, Right.SETTINGS)
BEGIN: Final = Step("begin", Phase.OPEN, Phase.LIVE, Right.DAY)
POSTPONE: Final = Step("postpone", Phase.LIVE, Phase.OPEN, Right.DAY)
CLOSE: Final = Step("close", Phase.LIVE, Phase.CLOSED, Right.DAY)
RESUME: Final = Step("resume", Phase.CLOSED, Phase.LIVE, Right.DAY)
ARCHIVE: Final = Step("archive", Phase.CLOSED, Phase.ARCHIVED, Right.SETTINGS)
RESTORE: Final = Step("restore", Phase.ARCHIVED, Phase.CLOSED, Right.SETTINGS)
STEPS: Final = (OPEN, WITHDRAW, BEGIN, POSTPONE, CLOSE, RESUME, ARCHIVE, RESTORE)


def steps_from(phase: str) -> list[Step]:
    """Where an event in this phase may go: onwards first, then back."""
    order = list(Phase)
    steps = [step for step in STEPS if step.before == phase]
    return sorted(steps, key=lambda step: order.index(step.after), reverse=True)


def step_named(name: str, right: Right) -> Step | None:
    """The step of that name among those that take this right."""
    return next((step for step in STEPS if step.name == name and step.right == right), None)


def hindrances(step: Step, event: Event, gaps: Sequence[Gap]) -> list[Gap]:
    """What still stands in the way of a step; the page shows what the service refuses with.

    `gaps` are those of the event in all apps. A draft waits for them; once the event is open they are
    only shown, for on the day a gap must not keep the hall waiting.
    """
    return list(_hindrances(step, event, gaps))


def _hindrances(step: Step, event: Event, gaps: Sequence[Gap]) -> Iterator[Gap]:
    if event.is_rehearsal:
        yield Gap(
            "event", _("A rehearsal is going on: it would leave the event moved. End it first.")
        )
    if step is OPEN:
        yield from gaps
    if step is CLOSE and event.is_scoring_open:
        yield Gap("scoring", _("The scoring is still open. Close it first."))


@transaction.atomic
def take_step(event_id: int, step: Step, *, gaps: Sequence[Gap], actor: User | str) -> Event:
    """Move the event, whose row is locked. Taking a step twice is taking it once.

    Raises PhaseHasMoved if the event is neither where the step begins nor where it ends, and
    StepNotReady with whatever stands in the way. The gaps are as the caller found them: what comes or
    goes while this waits for the lock is found by the next look at the event.
    """
    event = _locked(event_id)
    if event.phase == step.after:
        return event
    if event.phase != step.before:
        raise PhaseHasMoved(event.get_phase_display())
    if missing := hindrances(step, event, gaps):
        raise StepNotReady(missing)
    event.phase = step.after
    event.save(update_fields=["phase"])
    details = {"from": step.before.value, "to": step.after.value, **lines_of(event)}
    AuditEntry.write(event, actor, "event.moved", event, details)
    logger.info("Event moved", extra={"event": event.pk, "step": step.name})
    return event


def _locked(event_id: int) -> Event:
    return Event.objects.held(event_id)

"""An event deleted with everything that hangs on it, as long as nothing of it was real."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from defense.rehearsal.closing import reset_rehearsal
from diplomas.models import Diploma
from events.errors import DomainError
from events.models import (
    AuditEntry,
    AuditHead,
    Event,
    Pass,
    Person,
    RemovedEvent,
    RunItem,
    User,
)
from events.models.audit import name_of
from events.services.photographs import forget_photographs
from experts.models import (
    Call,
    Declaration,
    Interest,
    PanelQuestion,
    PaperEntry,
    Presence,
    ScoreSheet,
    Seat,
    StepOut,
    WarmUp,
)
from experts.services.closing import held_event
from experts.services.leaving import has_deliberated
from projects.models import Defense, DrawStep, Project


class EventStays(DomainError):
    """Somebody's points or diplomas hang on the event."""


@dataclass(frozen=True)
class Extent:
    """What goes with an event."""

    people: int
    projects: int
    seats: int
    lines: int
    cards: int

    @property
    def asked(self) -> int:
        """How much was agreed to: who comes meanwhile is asked about again."""
        return 1 + self.people + self.projects + self.seats + self.lines + self.cards


def extent_of(event: Event) -> Extent:
    return Extent(
        people=Person.objects.of_event(event).count(),
        projects=Project.objects.of_event(event).count(),
        seats=Seat.objects.of_event(event).count(),
        lines=RunItem.objects.of_event(event).count(),
        cards=Pass.objects.valid().filter(person__event=event).count(),
    )


def why_event_stays(event: Event) -> str:
    """Why it cannot be deleted; what a rehearsal made is taken back with it and keeps nothing."""
    if DrawStep.objects.filter(room__event=event, is_rehearsal=False).exists():
        return _("The draw of this event is on record, and stays. Archive it instead.")
    if PaperEntry.objects.of_event(event).exists():
        return _("Points were given at this event, and stay. Archive it instead.")
    if PanelQuestion.objects.filter(defense__project__event=event, is_rehearsal=False).exists():
        return _("Questions of the panel are on record, and stay. Archive it instead.")
    if event.is_rehearsal:
        return ""
    if Diploma.objects.of_event(event).exists():
        return _("Diplomas of this event were issued and must stay verifiable. Archive it instead.")
    if has_deliberated(event):
        return _(
            "What the panel decided at this event is on record, and stays. Archive it instead."
        )
    if ScoreSheet.objects.of_event(event).exists():
        return _("Points were given at this event, and stay. Archive it instead.")
    return ""


@transaction.atomic
def remove_event(event_id: int, *, actor: User, at: datetime) -> RemovedEvent:
    """Delete the event and its log, of which the last link stays. Raises EventStays.

    Holds the seats, then the event, as a save of a sheet does: no point comes in between.
    """
    event = held_event(event_id)
    if reason := why_event_stays(event):
        raise EventStays(reason)
    if event.is_rehearsal:
        reset_rehearsal(event.pk)
    removed = _put_on_record(event, actor, at)
    forget_photographs(event)
    _let_go(event)
    return removed


def _put_on_record(event: Event, actor: User, at: datetime) -> RemovedEvent:
    head = AuditHead.locked(event.pk)
    return RemovedEvent.objects.create(
        event_number=event.pk,
        slug=event.slug,
        title=str(event.title),
        actor=name_of(actor),
        removed_at=at,
        line_count=head.number,
        last_link=head.link,
    )


def _let_go(event: Event) -> None:
    """From the top down: what a row protects goes before it, and what is locked is unlocked first."""
    unlocked = {"phase": Event.Phase.DRAFT, "rule_locked_at": None, "scoring_closed_at": None}
    Event.objects.filter(pk=event.pk).update(**unlocked)
    ties = {"outcome": Interest.Outcome.DISMISS, "decided_from": None}
    Interest.objects.of_event(event).update(**ties)
    for rows in (
        Call.objects.filter(seat__panel__room__event=event),
        Presence.objects.filter(defense__project__event=event),
        StepOut.objects.filter(project__event=event),
        Declaration.objects.of_event(event),
        WarmUp.objects.of_event(event),
        Interest.objects.of_event(event),
        Seat.objects.of_event(event),
        Defense.objects.of_event(event),
        Project.objects.of_event(event),
        RunItem.objects.of_event(event),
        AuditEntry.objects.filter(event=event),
        AuditHead.objects.filter(event=event),
        Event.objects.filter(pk=event.pk),
    ):
        rows.delete()

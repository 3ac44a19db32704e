"""The declaration of an expert before the first points."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event
from experts.errors import (
    DeclarationAfterClose,
    DeclarationIncomplete,
    DeclarationInRehearsal,
)
from experts.models import Declaration, Seat


@dataclass(frozen=True)
class Agreed:
    """The three answers, and the words they were given to."""

    rules_read: bool
    ties_declared: bool
    data_agreed: bool
    text: str
    language: str

    @property
    def is_whole(self) -> bool:
        return self.rules_read and self.ties_declared and self.data_agreed


@transaction.atomic
def declare(seats: Collection[Seat], agreed: Agreed, *, at: datetime) -> list[Declaration]:
    """Put it on record for each seat that has none yet.

    Raises DeclarationIncomplete; DeclarationInRehearsal, since it would stay when the rehearsal is taken away;
    DeclarationAfterClose.
    """
    if not agreed.is_whole:
        raise DeclarationIncomplete
    keys = [seat.pk for seat in seats]
    locked = Seat.objects.filter(pk__in=keys).select_for_update(of=("self",), no_key=True)
    waiting = list(locked.select_related("person__event").order_by("pk"))
    _check_events(Event.objects.filter(person__seat__in=keys))  # read after the seats are held
    declared = set(Declaration.objects.filter(seat__in=keys).values_list("seat", flat=True))
    return [_put_on_record(seat, agreed, at) for seat in waiting if seat.pk not in declared]


def _check_events(events: Iterable[Event]) -> None:
    for event in events:
        if event.is_rehearsal:
            raise DeclarationInRehearsal
        if not event.is_scoring_open:
            raise DeclarationAfterClose


def _put_on_record(seat: Seat, agreed: Agreed, at: datetime) -> Declaration:
    made = Declaration.objects.create(
        seat=seat,
        rules_read=agreed.rules_read,
        ties_declared=agreed.ties_declared,
        data_agreed=agreed.data_agreed,
        text=agreed.text,
        language=agreed.language,
        at=at,
    )
    details = {"seat": seat.pk, "language": agreed.language, **lines_of(made)}
    AuditEntry.write(seat.person.event, seat.person, "declaration.made", made, details)
    return made

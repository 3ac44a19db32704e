"""The panel is asked, privately and once a sheet, to look again at totals that stand out.

A change is the next revision of the sheet, and needs nothing here. What is asked and answered has its line in the
log, without a name: whose sheet stood out is told to that expert alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Event, User
from experts.errors import NothingToLookAt, ScoringIsClosed, TooFewToLookAgain
from experts.models import LookRound, ScoreSheet, Seat, SecondLook
from experts.reports.grid import Grid
from experts.reports.second_looks import tables_of, waits_for_its_round
from experts.second_looks import standing_out, tells_enough
from experts.services.closing import held_event

PROGRAM: Final = "system:second_looks"


@transaction.atomic
def ask_to_look_again(event_id: int, *, by: User | None, at: datetime) -> LookRound:
    """None asks by itself. Raises ScoringIsClosed; TooFewToLookAgain where nothing could be told from the sheets."""
    event = held_event(event_id)
    if not event.is_scoring_open:
        raise ScoringIsClosed
    tables = tables_of(Grid(event))
    if not any(map(tells_enough, tables)):
        raise TooFewToLookAgain
    found = {cell for table in tables for cell in standing_out(table)}
    asked = LookRound.objects.create(event=event, by=by, at=at, is_rehearsal=event.is_rehearsal)
    sheets = ScoreSheet.objects.of_event(event).submitted().filter(secondlook=None).order_by("pk")
    looks = [
        SecondLook(round=asked, sheet=sheet, revision=sheet.revision)
        for sheet in sheets
        if (sheet.defense_id, sheet.seat_id) in found
    ]
    SecondLook.objects.bulk_create(looks)
    AuditEntry.write(event, by or PROGRAM, "looks.asked", event, lines_of(asked, *looks))
    return asked


def ask_when_all_are_in(event_id: int, *, at: datetime) -> None:
    """After a save: once, by the program itself, when no sheet is missing. Asks nothing where that tells nothing."""
    if not waits_for_its_round(event_id):
        return
    try:
        ask_once(event_id, at=at)
    except DomainError:
        return


@transaction.atomic
def ask_once(event_id: int, *, at: datetime) -> None:
    """Of two at once the second finds it asked. Raises as `ask_to_look_again`."""
    held_event(event_id)
    if waits_for_its_round(event_id):
        ask_to_look_again(event_id, by=None, at=at)


@transaction.atomic
def keep_sheet(event: Event, look_id: int, *, seats: Sequence[Seat], at: datetime) -> None:
    """The expert looked again, and the sheet stays; twice is once. Raises ScoringIsClosed, NothingToLookAt."""
    held = held_event(event.pk)
    if not held.is_scoring_open:
        raise ScoringIsClosed
    own = SecondLook.objects.of_event(held).filter(pk=look_id, sheet__seat__in=seats)
    if own.exclude(kept_at=None).exists():
        return
    look = own.unanswered().first()
    if look is None:
        raise NothingToLookAt
    look.kept_at = at
    look.save(update_fields=["kept_at"])
    AuditEntry.write(held, PROGRAM, "looks.kept", held, lines_of(look))

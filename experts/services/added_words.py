"""What an expert adds to an own sheet once the scoring is closed: words alone, once for each operation.

The seat is held, so that nobody is recused meanwhile; then the event, so that no record is prepared.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, Pass
from events.texts import one_line
from experts.access import refusal_of_card, rehearsal_now, seats_of
from experts.errors import (
    NoSheetOfYours,
    NothingOfRehearsal,
    OperationReused,
    WordsMoved,
    WordsRefused,
)
from experts.models import AddedWords, ScoreSheet, Seat
from experts.reports.added_words import finishing_of
from experts.sheets import Readers
from experts.validators import added_words_text


@dataclass(frozen=True)
class Added:
    """An empty text takes the words back. `seen` is the number of the last version that the page showed, of none 0.

    `rehearsal` is the one in which they were typed, where the tablet says.
    """

    op_id: UUID
    text: str
    readers: Readers = Readers.TEAM
    seen: int = 0
    rehearsal: int | None = None


@transaction.atomic
def add_words(added: Added, *, defense_id: int, held: Pass, at: datetime) -> AddedWords | None:
    """What stands then, None for no words at all: what stands already is not written again.

    Words after the seal are for the team, whatever is asked. The log says that they were added, and nothing of them.
    Raises NoSheetOfYours, the refusals of a card, OperationReused, NothingOfRehearsal, WordsRefused, WordsMoved, ScoringIsOpen,
    WordsWaitForTheSeal, WordsAreOver.
    """
    seat = _held_seat(held, defense_id)
    event = Event.objects.held(held.person.event_id)
    if refusal := refusal_of_card(held):
        raise refusal
    text = one_line(added.text)
    if found := AddedWords.objects.filter(op_id=added.op_id).select_related("sheet").first():
        if (found.sheet.seat_id, found.sheet.defense_id, found.text) != (seat.pk, defense_id, text):
            raise OperationReused
        return found
    if added.rehearsal is not None and added.rehearsal != rehearsal_now(event):
        raise NothingOfRehearsal
    finishing = finishing_of(event, at)
    sheet = _sheet(seat, defense_id)
    if text and (flaw := added_words_text.flaw(text)):
        raise WordsRefused(flaw)
    versions = AddedWords.objects.filter(sheet=sheet).order_by("number")
    stands = versions.filter(protocol=finishing.protocol).last()
    readers = Readers.TEAM if finishing.protocol else added.readers
    if _says_the_same(stands, text, readers):
        return stands
    last = versions.count()
    if added.seen != last:
        raise WordsMoved(last, stands.text if stands else "")
    words = AddedWords.objects.create(
        sheet=sheet,
        number=last + 1,
        op_id=added.op_id,
        text=text,
        readers=readers,
        protocol=finishing.protocol,
        at=at,
    )
    verb = "words.added" if text else "words.taken_back"
    details = {"seat": seat.pk, "project": sheet.defense.project_id, **lines_of(words)}
    AuditEntry.write(event, held.person, verb, words, details)
    return words


def _says_the_same(stands: AddedWords | None, text: str, readers: Readers) -> bool:
    if stands is None or not stands.text:
        return not text
    return (stands.text, stands.readers) == (text, readers)


def _held_seat(held: Pass, defense_id: int) -> Seat:
    seats = seats_of(held).scoring().filter(panel__room__runitem__defense=defense_id)
    seat = seats.order_by("pk").select_for_update(of=("self",), no_key=True).first()
    if seat is None:
        raise NoSheetOfYours
    return seat


def _sheet(seat: Seat, defense_id: int) -> ScoreSheet:
    sheets = ScoreSheet.objects.counting().select_related("defense")
    sheet = sheets.filter(seat=seat, defense=defense_id).first()
    if sheet is None:
        raise NoSheetOfYours
    return sheet

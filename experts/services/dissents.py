"""The dissenting opinion of an expert: written and taken back until the seal, read by nobody else before the protocol is prepared."""

from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry
from events.models.audit import name_of
from events.texts import one_line
from experts.errors import WordsRefused
from experts.models import Dissent, Seat
from experts.services.deliberating import held_closed
from experts.validators import dissent_text


@transaction.atomic
def write_dissent(seat: Seat, text: str, *, at: datetime) -> Dissent | None:
    """In place of what stood; an empty text takes it back. The log says that it was written, and nothing of it.

    Raises ScoringIsOpen, WordsRefused.
    """
    said = one_line(text)
    event = held_closed(seat.panel.room.event_id)
    own = Dissent.objects.of_event(event).filter(seat=seat)
    if not said:
        _take_back(seat, own.first())
        return None
    if flaw := dissent_text.flaw(said):
        raise WordsRefused(flaw)
    dissent, _is_new = Dissent.objects.update_or_create(
        seat=seat, is_rehearsal=event.is_rehearsal, defaults={"text": said, "at": at}
    )
    details = {"seat": seat.pk, **lines_of(dissent)}
    AuditEntry.write(event, seat.person, "dissent.written", dissent, details)
    return dissent


def _take_back(seat: Seat, dissent: Dissent | None) -> None:
    if dissent is not None:
        details = {"seat": seat.pk, **lines_of(gone=[name_of(dissent)])}
        event = seat.panel.room.event
        AuditEntry.write(event, seat.person, "dissent.taken_back", dissent, details)
        dissent.delete()

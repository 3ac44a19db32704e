"""What the panel notes of a team, or of all, while it deliberates: versions that are appended, the last one stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.texts import one_line
from experts.errors import NoteMoved, NotYoursToNote, WordsRefused
from experts.models import DeliberationNote, Interest, Seat
from experts.reports.notes import standing_notes
from experts.services.deliberating import held_closed
from experts.services.sealed import actor_of
from experts.validators import note_text
from projects.models import Defense


@dataclass(frozen=True)
class Noted:
    """Of a project, or of all; `seen` is the version that was read, by its id, 0 where there was none."""

    project: int | None
    text: str
    seen: int


@transaction.atomic
def write_note(
    event_id: int, note: Noted, *, by: User | Iterable[Seat], at: datetime
) -> DeliberationNote | None:
    """By the secretary, or from that of these seats that leads the panel of the team. What stands already is kept.

    The log says that it was written, and nothing of it.
    Raises ScoringIsOpen, ProtocolIsSealed, WordsRefused, NotYoursToNote, NoteMoved.
    """
    text = one_line(note.text)
    if text and (flaw := note_text.flaw(text)):
        raise WordsRefused(flaw)
    event = held_closed(event_id)
    room = _room_of(event, note.project)
    writer: User | Seat = by if isinstance(by, User) else _leading(event, by, note.project, room)
    before = standing_notes(event).get(note.project)
    if text == (before.text if before else ""):
        return before
    if note.seen != (before.pk if before else 0):
        raise NoteMoved
    written = DeliberationNote.objects.create(
        event=event,
        project_id=note.project,
        text=text,
        seat=writer if isinstance(writer, Seat) else None,
        user=writer if isinstance(writer, User) else None,
        at=at,
        is_rehearsal=event.is_rehearsal,
    )
    verb = "note.written" if text else "note.taken_back"
    AuditEntry.write(event, actor_of(writer), verb, written, lines_of(written))
    return written


def _room_of(event: Event, project: int | None) -> int | None:
    """None where the note is of all. Raises NoteMoved for what is no team of this event."""
    if project is None:
        return None
    defenses = Defense.objects.of_event(event).filter(project=project)
    room = defenses.values_list("run_item__room", flat=True).first()
    if room is None:
        raise NoteMoved
    return int(room)


def _leading(event: Event, seats: Iterable[Seat], project: int | None, room: int | None) -> Seat:
    """A note of all tells of every team, so nobody with a tie to one of them writes it."""
    roles = (Seat.Role.CHAIR, Seat.Role.DEPUTY)
    leads = Seat.objects.filter(pk__in=[seat.pk for seat in seats], role__in=roles)
    if room is not None:
        leads = leads.filter(panel__room=room)
    seat = leads.select_related("person").order_by("pk").first()
    ties = Interest.objects.of_event(event).standing_between()
    if project is not None:
        ties = ties.filter(project=project)
    if seat is None or ties.filter(seat__person=seat.person_id).exists():
        raise NotYoursToNote
    return seat

"""The notes of the deliberation, as whoever looks may read and write them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from events.forms import redrawn_with
from experts.forms import NoteForm
from experts.models import DeliberationNote
from experts.reports import Grid
from experts.reports.notes import standing_notes

OF_ALL: Final = "all"


@dataclass(frozen=True)
class Noting:
    """Which note is being written, by its key, and the form of it that was refused."""

    chosen: str = ""
    sent: NoteForm | None = None


@dataclass(frozen=True)
class NoteReader:
    """`hidden` are the teams that are kept from them; `rooms` of which teams they write, None of all."""

    hidden: Collection[int] = ()
    rooms: Collection[int] | None = None

    def may_write(self, room: int | None) -> bool:
        return self.rooms is None or (bool(self.rooms) if room is None else room in self.rooms)


@dataclass(frozen=True)
class NoteLine:
    """`about` says who wrote it and when."""

    key: str
    heading: str
    topic: str
    text: str
    about: str
    may_write: bool
    form: NoteForm | None


def note_lines(
    grid: Grid, reader: NoteReader, noting: Noting, *, is_sealed: bool
) -> Iterator[NoteLine]:
    """Those that stand, and those that whoever looks may write. One query.

    The note of all may tell of every team, so whoever is kept from one does not read it.
    """
    notes = standing_notes(grid.event)
    if not reader.hidden:
        may_write = reader.may_write(None) and not is_sealed
        yield from _line(OF_ALL, (_("All teams"), ""), notes.get(None), noting, may_write)
    for each in sorted(grid.defenses, key=lambda each: each.project.number):
        project, room = each.project, each.run_item.room_id
        if project.number not in reader.hidden:
            of_team = (_("Team %(number)s") % {"number": project.number}, str(project.topic))
            may_write = reader.may_write(room) and not is_sealed
            key = str(project.pk)
            yield from _line(key, of_team, notes.get(project.pk), noting, may_write)


def _line(
    key: str,
    of: tuple[str, str],
    note: DeliberationNote | None,
    noting: Noting,
    may_write: bool,
) -> Iterator[NoteLine]:
    text = note.text if note else ""
    if text or may_write:
        is_chosen = may_write and noting.chosen == key
        yield NoteLine(
            key=key,
            heading=of[0],
            topic=of[1],
            text=text,
            about=_about(note) if note and text else "",
            may_write=may_write,
            form=_form(key, note, noting) if is_chosen else None,
        )


def _about(note: DeliberationNote) -> str:
    return f"{note.who}, {timezone.localtime(note.at):%H:%M}"


def _form(key: str, note: DeliberationNote | None, noting: Noting) -> NoteForm:
    """What was typed and not kept is not lost; whoever sends it again has seen what stands."""
    stands, seen = (note.text, note.pk) if note else ("", 0)
    if noting.sent is None:
        return note_form(initial={"note": key, "seen": seen, "text": stands})
    redrawn_with(noting.sent, "seen", str(seen))
    return noting.sent


def note_form(data: Any = None, *, initial: Any = None) -> NoteForm:
    return NoteForm(data, initial=initial, auto_id="note-%s")

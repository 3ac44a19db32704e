"""The table where diplomas are given: every valid diploma of an event with what was noted last of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from diplomas.call_order import Calling
from diplomas.models import Diploma, Handover
from diplomas.paper import document_of
from diplomas.snapshots import names_on
from events.codes import in_groups
from events.models import Event
from events.search import is_found

Kind = Handover.Kind


@dataclass(frozen=True)
class Note:
    """The last note of a diploma, whose `number` says which is taken back."""

    number: int
    kind: str
    proxy: str
    at: datetime


@dataclass(frozen=True)
class HandingRow:
    number: str
    code: str
    name: str
    about: str
    team: int | None
    person: int = 0
    last: Note | None = None
    document: str = ""
    """What it calls itself, unless it is a diploma."""
    names: Sequence[str] = ()
    """In each language of the page."""
    called: str = ""
    """Another name than those, by which its holder is called."""

    @property
    def note(self) -> Note | None:
        """What stands: nothing where the last note was taken back."""
        return self.last if self.last and self.last.kind != Kind.TAKEN_BACK else None

    @property
    def searched(self) -> str:
        """What a search reads, by the server and on the device."""
        told = (
            *self.names,
            self.called,
            self.number,
            self.code,
            in_groups(self.code),
            self.document,
        )
        return " ".join(told)

    @property
    def last_number(self) -> int:
        return self.last.number if self.last else 0

    @property
    def kind(self) -> str:
        return self.note.kind if self.note else ""

    @property
    def is_received(self) -> bool:
        return self.note is not None and self.note.kind in Handover.RECEIVED

    @property
    def is_absent(self) -> bool:
        return self.note is not None and self.note.kind == Kind.ABSENT

    @property
    def is_by_proxy(self) -> bool:
        return self.note is not None and self.note.kind == Kind.PROXY


@dataclass(frozen=True)
class HandingBoard:
    """In call order; who is told apart by nothing else, in the order of the register."""

    rows: Sequence[HandingRow]
    making: Sequence[HandingRow] = ()
    """Issued, and without a file yet."""
    sought: str = ""

    @cached_property
    def found(self) -> list[HandingRow]:
        return [row for row in self.rows if is_found(self.sought, row.searched)]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(row.note.kind if row.note else "" for row in self.rows)

    @property
    def in_person_count(self) -> int:
        return self._counts[Kind.IN_PERSON]

    @property
    def proxy_count(self) -> int:
        return self._counts[Kind.PROXY]

    @property
    def absent_count(self) -> int:
        return self._counts[Kind.ABSENT]

    @property
    def waiting_count(self) -> int:
        """Who was absent is not waited for."""
        return self._counts[""]

    def row(self, code: str) -> HandingRow | None:
        return next((row for row in self.rows if row.code == code), None)


def handing_board(event: Event, sought: str = "") -> HandingBoard:
    """Five queries, whatever the number of diplomas."""
    current = Diploma.objects.of_event(event).current().filter(is_rehearsal=event.is_rehearsal)
    notes, calling = last_notes(event), Calling.of_event(event)
    by_state: dict[str, list[HandingRow]] = {state: [] for state in Diploma.CURRENT_STATES}
    for each in current.order_by("sequence"):
        by_state[each.state].append(_row(each, calling, notes.get(each.pk)))
    rows = sorted(by_state[Diploma.State.READY], key=lambda row: calling.key(row.person, row.name))
    return HandingBoard(rows, by_state[Diploma.State.PENDING], sought)


def _row(diploma: Diploma, calling: Calling, last: Note | None) -> HandingRow:
    place = calling.places.get(diploma.person_id)
    is_diploma = diploma.kind == Diploma.Kind.DIPLOMA
    names, called = names_on(diploma.snapshot), calling.names.get(diploma.person_id, "")
    return HandingRow(
        number=diploma.number,
        code=diploma.code,
        name=str(diploma.snapshot["name"]),
        about=str(diploma.snapshot.get("name_note", "")),
        team=place.team if place else None,
        person=diploma.person_id,
        last=last,
        names=names,
        called="" if called in names else called,
        document="" if is_diploma else document_of(diploma.number, diploma.snapshot),
    )


def last_notes(event: Event) -> dict[int, Note]:
    """By the diploma."""
    told = Handover.objects.of_event(event).order_by("number")
    columns = ("diploma", "number", "kind", "proxy", "at")
    return {diploma: Note(*said) for diploma, *said in told.values_list(*columns)}

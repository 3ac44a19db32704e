"""The table where diplomas are given: every valid diploma of an event with what was noted last of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from diplomas.models import Diploma, Handover
from diplomas.paper import kind_of
from events.codes import in_groups
from events.models import Event
from events.search import is_found
from projects.models import Project

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
    note: Note | None = None
    document: str = ""
    """What it calls itself, unless it is a diploma."""

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
    """In the order of the register, which is that of the teams."""

    rows: Sequence[HandingRow]
    sought: str = ""

    @cached_property
    def found(self) -> list[HandingRow]:
        return [
            row
            for row in self.rows
            if is_found(self.sought, row.name, row.number, row.code, in_groups(row.code))
        ]

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
    """Three queries, whatever the number of diplomas."""
    valid = Diploma.objects.of_event(event).ready().filter(is_rehearsal=event.is_rehearsal)
    columns = ("pk", "person", "number", "code", "snapshot", "kind")
    notes = last_notes(event)
    team_of = dict(Project.objects.of_event(event).values_list("teammember__person", "number"))
    rows = [
        HandingRow(
            number=number,
            code=code,
            name=str(snapshot["name"]),
            about=str(snapshot.get("name_note", "")),
            team=team_of.get(person),
            note=notes.get(pk),
            document="" if kind == Diploma.Kind.DIPLOMA else kind_of(number, snapshot),
        )
        for pk, person, number, code, snapshot, kind in valid.order_by("sequence").values_list(
            *columns
        )
    ]
    return HandingBoard(rows, sought)


def last_notes(event: Event) -> dict[int, Note]:
    """By the diploma; of one whose last note was taken back there is none."""
    told = Handover.objects.of_event(event).order_by("number")
    last = {
        diploma: Note(number, kind, proxy, at)
        for diploma, number, kind, proxy, at in told.values_list(
            "diploma", "number", "kind", "proxy", "at"
        )
    }
    return {pk: note for pk, note in last.items() if note.kind != Kind.TAKEN_BACK}

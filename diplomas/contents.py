"""What stands in a file of many diplomas: the valid ones of each kind in call order, and a hash that says when it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Max

from diplomas.archive import Filed
from diplomas.call_order import Calling
from diplomas.file_kinds import REGISTER, FileKind
from diplomas.models import Diploma, Handover
from diplomas.paper import kind_of
from events.models import Event
from events.texts import column

FORMAT: Final = 3
"""Of what is made of them: another one makes every file older than its contents."""


class Entry(NamedTuple):
    pk: int
    person: int
    sequence: int
    number: str
    state: str
    file_hash: str
    name: str
    kind: str
    code: str
    title: str

    @property
    def group(self) -> int:
        """Documents of a kind stand together, diplomas first."""
        return Diploma.Kind.values.index(self.kind)

    @property
    def document(self) -> str:
        """What it calls itself, unless it is a diploma."""
        is_diploma = self.kind == Diploma.Kind.DIPLOMA
        return "" if is_diploma else kind_of(self.number, {"title": self.title or ""})


@dataclass(frozen=True)
class Contents:
    """Every diploma of an event in the order of the register, and where its person stands."""

    event: Event
    entries: Sequence[Entry]
    calling: Calling
    last_note: int

    @classmethod
    def of_event(cls, event: Event) -> Contents:
        """Five queries, whatever the number of people."""
        diplomas = Diploma.objects.of_event(event).filter(is_rehearsal=event.is_rehearsal)
        columns = (
            *("pk", "person", "sequence", "number", "state", "file_hash"),
            *("snapshot__name", "kind", "code", "snapshot__title"),
        )
        notes = Handover.objects.of_event(event).aggregate(last=Max("pk"))
        return cls(
            event=event,
            entries=[Entry(*row) for row in diplomas.order_by("sequence").values_list(*columns)],
            calling=Calling.of_event(event),
            last_note=notes["last"] or 0,
        )

    def in_order(self, order: str = "") -> list[Entry]:
        """The valid ones, in the order that is chosen unless told; of whoever is on no team any more last."""
        valid = [each for each in self.entries if each.state == Diploma.State.READY]
        key = self.calling.key
        return sorted(
            valid, key=lambda each: (each.group, key(each.person, each.name, order), each.sequence)
        )

    def filed(self, entry: Entry) -> Filed:
        place = self.calling.places.get(entry.person)
        return Filed(
            number=entry.number,
            name=entry.name,
            team=place.team if place else None,
            topic=place.topic if place else "",
            document=entry.document,
        )

    def hash_for(self, kind: FileKind) -> str:
        """The same as long as a file of this kind would be."""
        if kind.what == REGISTER:
            return _hash(kind, [self.last_note, *self._of_register()])
        return _hash(
            kind,
            [
                [*self.filed(each).__dict__.values(), each.file_hash]
                for each in self.in_order(kind.order)
            ],
        )

    def _of_register(self) -> list[Any]:
        event = self.event
        days = [event.starts_on.isoformat(), event.ends_on.isoformat()]
        head = [*map(column, (event.title, event.course, event.organiser)), *days]
        teams = {person: place.team for person, place in self.calling.places.items()}
        lines = [(each.pk, each.state, each.name, teams.get(each.person)) for each in self.entries]
        return [head, lines]


def _hash(kind: FileKind, told: Sequence[Any]) -> str:
    text = json.dumps([FORMAT, kind.key, told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

"""The sealed protocol of an event as guests may read of it, and the bundle that is made of its record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Final

from events.models import Event
from experts.bundle import bundle_of, canonical, told_apart
from experts.models import Annex, Protocol, ScoreSheet, Seat

Thing = Event.Publishable

# In the order of the page; nothing is public without that on which it stands.
STANDS_ON: Final[Mapping[Event.Publishable, Event.Publishable | None]] = {
    Thing.RESULTS: None,
    Thing.FIGURES: Thing.RESULTS,
    Thing.EVIDENCE: Thing.RESULTS,
    Thing.EXPERTS: Thing.EVIDENCE,
    Thing.AWARDS: None,
    Thing.FEEDBACK: None,
}
KEPT = 8  # records in memory: a sealed one never changes


@dataclass(frozen=True)
class Sealed:
    """The protocol that stands; `record` is read once by a process."""

    protocol: Protocol

    @property
    def sha256(self) -> str:
        return self.protocol.sha256

    @property
    def sealed_at(self) -> datetime | None:
        return self.protocol.sealed_at

    @cached_property
    def record(self) -> Mapping[str, Any]:
        return _record(self.protocol.pk, self.sha256)

    @cached_property
    def annexes(self) -> list[Annex]:
        return list(Annex.objects.filter(protocol=self.protocol).order_by("number"))

    def bundle(self, event: Event) -> bytes:
        """With the names of the experts, if that was published; never of who refused to be named."""
        named = _named(event) if event.shows(Event.Publishable.EXPERTS) else frozenset()
        return _bundle(self.protocol.pk, self.sha256, named)


def sealed_of(event: Event) -> Sealed | None:
    """One query; the record itself waits until somebody asks for it."""
    protocol = Protocol.objects.of_event(event).sealed().defer("record").first()
    return Sealed(protocol) if protocol else None


def has_points_without_seal(event: Event) -> bool:
    return sealed_of(event) is None and ScoreSheet.objects.of_event(event).submitted().exists()


def names_that_gaps_tell(sealed: Sealed) -> list[Mapping[str, str]]:
    return told_apart(sealed.record)


def _named(event: Event) -> frozenset[str]:
    """The keys of the experts whom guests may read by name."""
    seats = Seat.objects.of_event(event).select_related("person")
    return frozenset(seat.person.key for seat in seats if seat.person.is_named)


@lru_cache(maxsize=KEPT)
def _record(protocol_id: int, sha256: str) -> Mapping[str, Any]:
    text = Protocol.objects.values_list("record", flat=True).get(pk=protocol_id, sha256=sha256)
    record: Mapping[str, Any] = json.loads(text)
    return record


@lru_cache(maxsize=KEPT)
def _bundle(protocol_id: int, sha256: str, named: frozenset[str]) -> bytes:
    return canonical(bundle_of(_record(protocol_id, sha256), sha256=sha256, named=named))

"""What an event's log says of its scoring: its lines read in order, from the first to the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from events.models import AuditEntry
from experts.models import Interest, ScoreSheet


@dataclass(frozen=True)
class Save:
    """One line of a saved sheet; `details` are those of given.py, or fewer in a line of before."""

    line: int
    actor: str
    details: Mapping[str, Any]

    @property
    def is_hashed(self) -> bool:
        return "given" in self.details


@dataclass
class RecordedSheet:
    """A sheet as its lines left it: one save a revision, and the state it was moved to last."""

    state: str = ""
    saves: dict[int, Save] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        return max(self.saves)

    @property
    def last(self) -> Save:
        return self.saves[self.revision]


@dataclass
class RecordedTie:
    """An interest as it was put on record or decided last, and whether a line says that it went."""

    line: int
    seat: int
    project: int
    outcome: str
    is_gone: bool = False


@dataclass
class Recorded:
    """The scoring as the log tells it; what a rehearsal made is forgotten with its reset."""

    sheets: dict[int, RecordedSheet] = field(default_factory=dict)
    ties: dict[int, RecordedTie] = field(default_factory=dict)
    is_rehearsal: bool = False
    is_closed: bool = False
    closed_at: str | None = None  # None as well in the lines of before, which did not tell it
    hall: str | None = None  # likewise; as the last load or close left it
    hall_line: int = 0
    cards: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    members: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def saves(self) -> list[Save]:
        found = [save for sheet in self.sheets.values() for save in sheet.saves.values()]
        return sorted(found, key=lambda save: save.line)

    def read(self, entry: AuditEntry) -> None:
        reader = READERS.get(entry.verb)
        if reader is not None:
            reader(self, entry)


def recorded(lines: Iterable[AuditEntry]) -> Recorded:
    found = Recorded()
    for entry in lines:
        found.read(entry)
    return found


def _saved(found: Recorded, entry: AuditEntry) -> None:
    sheet = found.sheets.setdefault(_id_of(entry), RecordedSheet())
    sheet.saves[entry.details["revision"]] = Save(entry.number, entry.actor, entry.details)
    sheet.state = entry.details["state"]


def _tied(found: Recorded, entry: AuditEntry) -> None:
    details = entry.details
    found.ties[_id_of(entry)] = RecordedTie(
        entry.number, details["seat"], details["project"], details["outcome"]
    )
    recuses = details["outcome"] == Interest.Outcome.RECUSE or (
        details["outcome"] == Interest.Outcome.UNDECIDED and details.get("kind") in Interest.ROLES
    )
    for sheet_id in details["sheets"]:
        if sheet := found.sheets.get(sheet_id):
            state = ScoreSheet.State.SET_ASIDE if recuses else sheet.last.details["state"]
            sheet.state = str(state)


def _put_aside(found: Recorded, entry: AuditEntry) -> None:
    if sheet := found.sheets.get(_id_of(entry)):
        sheet.state = entry.details["state"]


def _untied(found: Recorded, entry: AuditEntry) -> None:
    if tie := found.ties.get(_id_of(entry)):
        tie.is_gone = True


def _closed(found: Recorded, entry: AuditEntry) -> None:
    found.is_closed, found.closed_at = True, entry.details.get("closed_at")
    _settled(found, entry)


def _settled(found: Recorded, entry: AuditEntry) -> None:
    found.hall, found.hall_line = entry.details.get("hall"), entry.number


def _reopened(found: Recorded, entry: AuditEntry) -> None:
    found.is_closed, found.closed_at = False, None


def _carded(found: Recorded, entry: AuditEntry) -> None:
    found.cards[_id_of(entry)] = {**entry.details, "line": entry.number}


def _stopped(found: Recorded, entry: AuditEntry) -> None:
    found.cards[_id_of(entry)] = {**found.cards.get(_id_of(entry), {}), "is_revoked": True}


def _joined(found: Recorded, entry: AuditEntry) -> None:
    found.members[_id_of(entry)] = {**entry.details, "line": entry.number}


def _rehearsed(found: Recorded, entry: AuditEntry) -> None:
    found.is_rehearsal = True


def _reset(found: Recorded, entry: AuditEntry) -> None:
    found.sheets.clear()
    found.is_rehearsal = found.is_closed = False
    found.closed_at = None


def _id_of(entry: AuditEntry) -> int:
    return int(entry.subject.partition(":")[2])


READERS = {
    "score_sheet.saved": _saved,
    "score_sheet.set_aside": _put_aside,
    "score_sheet.given_back": _put_aside,
    "interest.recorded": _tied,
    "interest.decided": _tied,
    "interest.dropped": _untied,
    "event.loaded": _settled,
    "scoring.closed": _closed,
    "scoring.reopened": _reopened,
    "pass.issued": _carded,
    "pass.revoked": _stopped,
    "member.added": _joined,
    "rehearsal.began": _rehearsed,
    "rehearsal.reset": _reset,
}

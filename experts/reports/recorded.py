"""What an event's log says of its scoring: its lines read in order, from the first to the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from events.covered import CoveredRows
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

    @property
    def expert(self) -> str:
        """Whose sheet it is: what was entered from paper names the expert beside who entered it."""
        person = self.details.get("person")
        return f"person:{person}" if person else self.actor


@dataclass(frozen=True)
class ChangedRule:
    """A line by which a locked rule became another."""

    line: int
    before: tuple[str, int]  # the rule and the version of the methods
    after: tuple[str, int]


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
class Recorded:
    """The scoring as the log tells it; what a rehearsal made is forgotten with its reset."""

    sheets: dict[int, RecordedSheet] = field(default_factory=dict)
    rules: list[ChangedRule] = field(default_factory=list)
    is_rehearsal: bool = False
    is_closed: bool = False
    closed_at: str | None = None  # None as well in the lines of before, which did not tell it
    covered: CoveredRows = field(default_factory=CoveredRows)

    @property
    def saves(self) -> list[Save]:
        found = [save for sheet in self.sheets.values() for save in sheet.saves.values()]
        return sorted(found, key=lambda save: save.line)

    def rule_at(self, line: int, now: tuple[str, int | None]) -> tuple[str, int | None]:
        """The rule under which a line was written, by the changes of it; `now` where there was none."""
        held: tuple[str, int | None] = self.rules[0].before if self.rules else now
        for change in self.rules:
            held = change.after if change.line < line else held
        return held

    def read(self, entry: AuditEntry) -> None:
        self.covered.read(entry)
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


def _signed(found: Recorded, entry: AuditEntry) -> None:
    """A retry brought the signature of what came without one; that of a save stays."""
    sheet, number = found.sheets.get(_id_of(entry)), entry.details["revision"]
    if sheet and number in sheet.saves:
        save = sheet.saves[number]
        signature = {"signature": entry.details["signature"]}
        sheet.saves[number] = replace(save, details={**signature, **save.details})


def _tied(found: Recorded, entry: AuditEntry) -> None:
    details = entry.details
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


def _closed(found: Recorded, entry: AuditEntry) -> None:
    found.is_closed, found.closed_at = True, entry.details.get("closed_at")


def _reopened(found: Recorded, entry: AuditEntry) -> None:
    found.is_closed, found.closed_at = False, None


def _ruled(found: Recorded, entry: AuditEntry) -> None:
    told = entry.details
    before = (told["rule_before"], told["version_before"])
    found.rules.append(ChangedRule(entry.number, before, (told["rule"], told["rule_version"])))


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
    "score_sheet.entered": _saved,
    "score_sheet.signed": _signed,
    "score_sheet.set_aside": _put_aside,
    "score_sheet.given_back": _put_aside,
    "interest.recorded": _tied,
    "interest.decided": _tied,
    "scoring.closed": _closed,
    "scoring.reopened": _reopened,
    "rule.changed": _ruled,
    "rehearsal.began": _rehearsed,
    "rehearsal.reset": _reset,
}

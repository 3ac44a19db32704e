"""What a loading changes, line by line: what was added, changed and removed, and what was kept all the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from events.texts import Translated, languages_of

LONGEST_SHOWN = 160


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


SIGNS = {
    ChangeKind.ADDED: "+",
    ChangeKind.CHANGED: "~",
    ChangeKind.REMOVED: "-",
    ChangeKind.KEPT: "=",
}


@dataclass(frozen=True)
class Change:
    """One difference. `place` names people by their key and projects by their number:
    `people.balkan-kasimov.position`. What is kept against what is wanted has a reason."""

    kind: ChangeKind
    place: str
    before: str = ""
    after: str = ""
    reason: str = ""

    def __str__(self) -> str:
        match self.kind:
            case ChangeKind.CHANGED:
                said = f"{self.before or '—'} → {self.after or '—'}"
            case ChangeKind.KEPT:
                said = f"{self.before} ({self.reason})" if self.before else self.reason
            case _:
                said = self.before or self.after
        return f"{SIGNS[self.kind]} {self.place}" + (f": {said}" if said else "")


@dataclass
class Journal:
    """Collects the differences of one loading; `before_writing` sees them before `bring` writes and may raise."""

    changes: list[Change] = field(default_factory=list)
    before_writing: Callable[[Sequence[Change]], None] = lambda changes: None

    def added(self, place: str, what: str = "") -> None:
        self.changes.append(Change(ChangeKind.ADDED, place, after=shortened(what)))

    def changed(self, place: str, before: object, after: object) -> None:
        change = Change(ChangeKind.CHANGED, place, before=shown(before), after=shown(after))
        self.changes.append(change)

    def removed(self, place: str, what: str = "") -> None:
        self.changes.append(Change(ChangeKind.REMOVED, place, before=shortened(what)))

    def kept(self, place: str, what: str, reason: str) -> None:
        change = Change(ChangeKind.KEPT, place, before=shortened(what), reason=reason)
        self.changes.append(change)


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """How many of each kind, in the order of the kinds."""
    counts = Counter(change.kind for change in changes)
    return {str(kind): counts[kind] for kind in ChangeKind}


def shown(value: object) -> str:
    """A value in a line of the difference: one line, not too long."""
    if isinstance(value, Translated):
        value = languages_of(value)
    if isinstance(value, bool):
        text = _("yes") if value else _("no")
    elif isinstance(value, Decimal):
        text = format(value.normalize(), "f")
    elif isinstance(value, dict):
        text = " / ".join(f"{key}: {shown(entry)}" for key, entry in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(map(shown, value))
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = "" if value is None else str(value)
    return shortened(" ".join(text.split()))


def shortened(text: str, longest: int = LONGEST_SHOWN) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

"""What loading a file changes, line by line, and how rows are recognised in it."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file.values import Translated
from defense.event_file.wording import languages_of, points_key

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
    `people.balkan-kasimov.position`. What is kept against the file has a reason."""

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
    """Collects the differences of one loading."""

    changes: list[Change] = field(default_factory=list)

    def added(self, place: str, what: str = "") -> None:
        self.changes.append(Change(ChangeKind.ADDED, place, after=what))

    def changed(self, place: str, before: object, after: object) -> None:
        change = Change(ChangeKind.CHANGED, place, before=shown(before), after=shown(after))
        self.changes.append(change)

    def removed(self, place: str, what: str = "") -> None:
        self.changes.append(Change(ChangeKind.REMOVED, place, before=what))

    def kept(self, place: str, what: str, reason: str) -> None:
        self.changes.append(Change(ChangeKind.KEPT, place, before=what, reason=reason))


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
        text = points_key(value)
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


def paired(
    held: Sequence[Sequence[Hashable]], wanted: Sequence[Sequence[Hashable]]
) -> list[int | None]:
    """For each wanted row the held row that it is, each used once.

    A row is given by its keys, the surest first; None is no key. Rows of the same first key find
    each other, in order, then those of the same second key among what is left, and so on.
    """
    found: list[int | None] = [None] * len(wanted)
    free = dict.fromkeys(range(len(held)))
    stages = list(zip_longest(*held))
    for stage, keys in enumerate(stages):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for index in free:
            waiting[keys[index]].append(index)
        for index, row in enumerate(wanted):
            same = waiting.get(row[stage]) if row[stage] is not None else None
            if found[index] is None and same:
                taken = same.popleft()
                found[index] = taken
                del free[taken]
    return found


def order_changed(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether those in both lists stand in another order."""
    both = set(before) & set(after)
    return [one for one in before if one in both] != [one for one in after if one in both]

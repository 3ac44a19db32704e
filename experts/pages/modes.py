"""What the page of a sheet lets an expert do, and the way back from a change that was just submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from experts.pages.tablet import total_of
from experts.reports import MyDefense, submitted_before
from experts.sheets import Assignment, Readers, Sheet

UNDO_TIME: Final = timedelta(seconds=10)


class Mode(StrEnum):
    """A page to read has no scales; one to change leaves what is submitted until it is submitted again."""

    GIVE = "give"
    READ = "read"
    CHANGE = "change"


def mode_of(mine: MyDefense, *, is_open: bool, is_editing: bool) -> Mode:
    if not is_open:
        return Mode.READ
    if not mine.is_submitted:
        return Mode.GIVE
    return Mode.CHANGE if is_editing else Mode.READ


@dataclass(frozen=True)
class Undo:
    """What was submitted before the last change, to be submitted once more: a change like any other."""

    before: str
    after: str
    points: Mapping[str, str]
    comment: str
    readers: Readers
    left: timedelta

    @property
    def script_data(self) -> dict[str, Any]:
        seconds = self.left.total_seconds()
        said = {"points": self.points, "comment": self.comment, "readers": self.readers}
        return {**said, "seconds": seconds}


def undo_of(assignment: Assignment, mine: MyDefense, at: datetime) -> Undo | None:
    """Offered for a while after a change, and not for the first submission."""
    sheet = mine.sheet
    if sheet is None or sheet.saved_at is None or at - sheet.saved_at >= UNDO_TIME:
        return None
    earlier = submitted_before(assignment, sheet)
    if earlier is None or _says_the_same(earlier, sheet):
        return None
    return _undo(earlier, sheet, UNDO_TIME - (at - sheet.saved_at))


def _says_the_same(one: Sheet, other: Sheet) -> bool:
    said = ((each.points, each.comment, each.readers) for each in (one, other))
    return next(said) == next(said)


def _undo(earlier: Sheet, sheet: Sheet, left: timedelta) -> Undo:
    return Undo(
        before=total_of(earlier),
        after=total_of(sheet),
        points=earlier.plain_points,
        comment=earlier.comment,
        readers=earlier.readers,
        left=left,
    )

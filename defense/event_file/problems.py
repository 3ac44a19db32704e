"""What is wrong with a file, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_PROBLEMS = 500
LONGEST_KEY_SHOWN = 40


@dataclass(frozen=True)
class Problem:
    """One error: `place` is a path such as `projects[3].members[2].person`, lists count from 0."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class BadEventFile(Exception):
    """The file is refused whole; `errors` names everything that is wrong with it."""

    def __init__(self, errors: Sequence[Problem]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class ProblemLog:
    """Collects problems, and remembers which values could not be read at all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._unread: list[str] = []

    def add(self, place: str, reason: str, *, unread: bool = True) -> None:
        """Note a problem; `unread` means that the value at this place is not known.

        Raises BadEventFile once so many problems came together that more would help nobody.
        """
        self.problems.append(Problem(place, reason))
        if unread:
            self._unread.append(place)
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(
                Problem(the_file(), _("There are more errors than are listed here."))
            )
            self.refuse()

    def mark_unread(self, place: str) -> None:
        """Say that the value at this place is not known, because of a problem noted elsewhere."""
        self._unread.append(place)

    def hides(self, place: str) -> bool:
        """Whether a value at, above or under the place is not known, so that nothing can be said of it."""
        return any(is_within(place, other) or is_within(other, place) for other in self._unread)

    def refuse(self) -> None:
        """Raise BadEventFile if anything is wrong."""
        if self.problems:
            raise BadEventFile(self.problems)


def the_file() -> str:
    return _("the file")


def is_within(place: str, outer: str) -> bool:
    return place.startswith(outer) and place[len(outer) : len(outer) + 1] in ("", ".", "[")


def key_place(place: str, key: str) -> str:
    """The place of a key, shown so that no character of it can disturb a terminal or a page."""
    shown = key if len(key) <= LONGEST_KEY_SHOWN else key[:LONGEST_KEY_SHOWN] + "…"
    if not shown.isprintable() or not shown:
        shown = ascii(shown)
    return f"{place}.{shown}" if place else shown

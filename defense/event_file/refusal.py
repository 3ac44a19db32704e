"""A file that is refused whole, with everything that is wrong with it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.rules import Flaw

MOST_FLAWS = 500


class BadEventFile(Exception):
    """The file is refused whole; `errors` names everything that is wrong with it.

    Places are paths such as `projects[3].members[2].person`; lists count from 0.
    """

    def __init__(self, errors: Sequence[Flaw]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class FlawLog:
    """Collects flaws, and remembers which values could not be read at all."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self._unread: set[str] = set()

    def add(self, flaw: Flaw) -> None:
        """The same flaw once. Raises BadEventFile once so many came together that more would help nobody."""
        if flaw in self.flaws:
            return
        self.flaws.append(flaw)
        if len(self.flaws) >= MOST_FLAWS:
            self.flaws.append(Flaw(the_file(), _("There are more errors than are listed here.")))
            self.refuse()

    def mark_unread(self, place: str) -> None:
        self._unread.add(place)

    def is_unread(self, place: str) -> bool:
        """Whether the value at the place is not known, or one that it is a part of."""
        return any(is_within(place, other) for other in self._unread)

    def hides(self, place: str) -> bool:
        """Whether a value at, above or under the place is not known, so that nothing can be said of it."""
        return any(is_within(place, other) or is_within(other, place) for other in self._unread)

    def refuse(self) -> None:
        """Raise BadEventFile if anything is wrong."""
        if self.flaws:
            raise BadEventFile(self.flaws)


def the_file() -> str:
    return _("the file")


def is_within(place: str, outer: str) -> bool:
    return place.startswith(outer) and place[len(outer) : len(outer) + 1] in ("", ".", "[")

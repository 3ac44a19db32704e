"""A form that was posted without a script and refused: what stood on it, and what is amiss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from events.errors import DomainError
from events.models import Criterion
from events.numerals import is_whole
from experts.errors import SheetConflict, SheetInvalid
from experts.operations import points_given, posted_comment, posted_points
from experts.pages.tablet import shown
from experts.reports.cells import weights_of
from experts.sheets import POINTS_PLACE, Readers, Sheet


@dataclass(frozen=True)
class Refusal:
    """A form that was posted without a script, and why it was not saved."""

    posted: Mapping[str, str]
    error: DomainError

    @property
    def theirs(self) -> Sheet | None:
        """What another device saved meanwhile."""
        return self.error.current if isinstance(self.error, SheetConflict) else None

    @property
    def comment(self) -> str:
        return self.posted.get("comment", "")

    @property
    def readers(self) -> Readers:
        """Whom it was written for; what nobody can choose is for the protocol."""
        posted = self.posted.get("readers", "")
        return Readers(posted) if posted in set(Readers) else Readers.PROTOCOL

    def points(self, criteria: Sequence[Criterion]) -> dict[str, Decimal]:
        """What can be given of what is marked on the page, whether it can be saved or not."""
        return points_given(self.texts, criteria)

    def sheet(self, criteria: Sequence[Criterion]) -> Sheet | None:
        """What is marked on the page, as if it were saved; nothing where nothing can be given."""
        points = self.points(criteria)
        return Sheet(points=points, weights=weights_of(criteria)) if points else None

    @property
    def texts(self) -> dict[str, str]:
        return posted_points(self.posted)

    def base_rev(self, *, default: int) -> int:
        """The revision on which the page was built, if it says one."""
        text = self.posted.get("base_rev", "")
        return int(text) if is_whole(text) else default

    def hints(self, criteria: Sequence[Criterion]) -> dict[str, str]:
        """By criterion: what is amiss with its points, or what another device gave."""
        if self.theirs is not None:
            return _others_points(self.points(criteria), self.theirs.points)
        faults = self.error.faults if isinstance(self.error, SheetInvalid) else ()
        return {each.place.removeprefix(POINTS_PLACE): str(each.detail) for each in faults}

    def comment_hint(self) -> str:
        """The comment of another device, when it is not the one on this page."""
        if self.theirs is None or self.theirs.comment == posted_comment(self.posted):
            return ""
        if not self.theirs.comment:
            return _("On the server there is no comment.")
        return _("The comment on the server: %(comment)s") % {"comment": self.theirs.comment}


def _others_points(mine: Mapping[str, Decimal], theirs: Mapping[str, Decimal]) -> dict[str, str]:
    differ = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
    return {key: _on_server(theirs.get(key)) for key in differ}


def _on_server(points: Decimal | None) -> str:
    if points is None:
        return _("On the server: no points")
    return _("On the server: %(points)s") % {"points": shown(points)}

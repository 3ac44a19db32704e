"""What can stand between an expert and a saved sheet, or an organizer and a decision.

The codes of a sheet's errors are the words of `experts.sheets.Outcome`; what the expert does next
stands with the tablet's page (experts/pages/saving.py).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.sheets import Outcome, Sheet

NOT_POSSIBLE = _("These values are not possible.")


class SheetNotFound(DomainError):
    """Not this person's sheet, or no such sheet: the two look alike from outside."""

    status: int = HTTPStatus.NOT_FOUND
    code = Outcome.UNKNOWN

    def __init__(self) -> None:
        super().__init__(_("You have no seat on the panel that scores this team."))


class WarmUpIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The warm-up is over: a defense has begun, or you gave your first points.")
        )


class ScoringIsClosed(DomainError):
    status: int = HTTPStatus.LOCKED
    code = Outcome.LOCKED

    def __init__(self) -> None:
        super().__init__(
            _("Scoring is closed. To change this sheet, ask the secretary to reopen it.")
        )


class ResultStands(DomainError):
    """A change of who scores what, while the scoring is closed; `ties` are those that would be new."""

    def __init__(self, ties: Collection[tuple[int, int, str]] = ()) -> None:
        self.ties = ties
        super().__init__(
            _("Scoring is closed, and the result stands. Reopen the scoring first, with a reason.")
        )


class ProtocolIsSealed(ResultStands):
    """Nothing that a sealed protocol tells is changed; what is found later is an annex."""

    def __init__(self, ties: Collection[tuple[int, int, str]] = ()) -> None:
        super().__init__(ties)
        self.message = _(
            "The protocol is sealed, and nothing it tells is changed. Add a numbered annex to it."
        )


class SheetConflict(DomainError):
    """The sheet was saved from elsewhere since, with other values."""

    status: int = HTTPStatus.CONFLICT
    code = Outcome.CONFLICT

    def __init__(self, current: Sheet) -> None:
        super().__init__(
            _("This sheet was changed on another device. Choose which values to keep.")
        )
        self.current = current


class OperationReused(DomainError):
    """The id of an operation came again with another body, as from a page that was left and came back."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REUSED

    def __init__(self) -> None:
        super().__init__(_("This page was already used to save other values."))


class SignatureRefused(DomainError):
    """Signed by no key that stands for this tablet, or over other values than those that came."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.SIGNATURE_REFUSED

    def __init__(self) -> None:
        super().__init__(_("The signature of this tablet was not accepted."))


class KeyRefused(SignatureRefused):
    """No key, one without a proof, or one of a card that may not register it."""

    def __init__(self) -> None:
        super().__init__()
        self.message = _("The key of this tablet was not accepted.")


class RubricChanged(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.RUBRIC_CHANGED

    def __init__(self, version: int) -> None:
        super().__init__(_("The criteria have changed."))
        self.version = version


class RubricHasNoCriteria(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.NO_CRITERIA

    def __init__(self) -> None:
        super().__init__(_("This event has no criteria yet."))


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a sheet: where in the operation (`points.research`, `comment`) and why."""

    place: str
    detail: str | Promise


class SheetInvalid(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.INVALID

    def __init__(
        self, faults: Sequence[Fault] = (), *, sentence: str | Promise = NOT_POSSIBLE
    ) -> None:
        super().__init__(sentence)
        self.faults = faults


class PointsMissing(SheetInvalid):
    """A sheet cannot be submitted before every criterion has points; the sentence names those without."""

    def __init__(self, faults: Sequence[Fault], names: Sequence[str]) -> None:
        words = _("Not submitted: some points are missing. Give points for: {names}.")
        super().__init__(faults, sentence=words.format(names=", ".join(names)))


class NotASheet(SheetInvalid):
    """A body of another kind or size than a score sheet, or one that cannot be read."""

    def __init__(self, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(sentence=_("This is not a score sheet."))
        self.status = status


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Give a reason."))


class ReasonRefused(DomainError):
    """A reason that an event file would not take again; the sentence is the validator's."""

"""What can stand between an expert and a saved sheet, or an organizer and a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors import DomainError

if TYPE_CHECKING:
    from experts.services.score_sheets import SheetValues


class SheetNotFound(DomainError):
    """Not this person's sheet, or no such sheet: the two look alike from outside."""

    def __init__(self) -> None:
        super().__init__(_("There is no such score sheet."))


class ExpertIsRecused(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You are recused from this project: it is scored without you."))


class ScoringIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Scoring is closed. To change this sheet, ask the secretary to reopen it.")
        )


class CardOfAnotherDay(DomainError):
    """A card of the day in a rehearsal, or the other way round: its marks would vanish, or count."""

    def __init__(self, *, is_rehearsal: bool) -> None:
        super().__init__(
            _("A rehearsal is going on. Your card can score when the organizers have ended it.")
            if is_rehearsal
            else _("This card was made for a rehearsal and cannot score on the day.")
        )


class SheetConflict(DomainError):
    """The sheet was saved from elsewhere since, with other values."""

    def __init__(self, current: SheetValues) -> None:
        super().__init__(
            _("This sheet was changed on another device. Choose which values to keep.")
        )
        self.current = current


class OperationReused(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This operation was already used for other values. Save again."))


class RubricChanged(DomainError):
    def __init__(self, version: int) -> None:
        super().__init__(_("The criteria have changed. Open the sheet again."))
        self.version = version


class RubricHasNoCriteria(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This event has no criteria yet."))


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a sheet: where it is (a criterion's key, or a field) and why."""

    place: str
    detail: str | Promise


class SheetInvalid(DomainError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("These values are not possible."))
        self.faults = faults


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Give a reason."))


class ReasonTooLong(DomainError):
    def __init__(self, limit: int) -> None:
        super().__init__(_("The reason is longer than %(limit)s characters.") % {"limit": limit})


class OutcomeNotPossible(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Decide to recuse, to disclose or to dismiss."))


class InterestAlreadyKnown(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This interest is already on record."))

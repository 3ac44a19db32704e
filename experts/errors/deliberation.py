"""What can stand between the panel and what it decides after the close."""

from collections.abc import Iterable
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class ScoringIsOpen(DomainError):
    """Nothing of deliberation is open while points may still change."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("Scoring is still open. The panel deliberates when it is closed."))


class NoLongerTied(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _("Nothing was decided: these teams are not the ones that are tied now. Look again.")
        )


class TieDecidedMeanwhile(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("This tie was decided meanwhile. That vote would be taken back first."))


class PanelIsVoting(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _("Nothing was decided: the panel votes on these teams, and that vote is not finished.")
        )


class PanelDecides(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _(
                "The rule of this event leaves equal teams to a vote of the panel: put it to the panel."
            )
        )


class NotYoursToCast(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(_("The casting vote on these teams is not yours."))


class SomebodyCasts(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("Somebody of the panel has the casting vote on these teams."))


class NotYoursToNote(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            _("Chair and deputy note what the panel says of a team, if they have no tie to it.")
        )


class NoteMoved(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _(
                "Not kept: this note was changed meanwhile. Read what it says now; your text stands below it."
            )
        )


class StillInTheRoom(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self, names: Iterable[str]) -> None:
        sentence = _(
            "Nothing was decided: still in the room, and recused from a tied team: %(names)s."
        )
        super().__init__(sentence % {"names": ", ".join(names)})


class OrderNotWhole(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Give each of the teams a place of its own, or leave the place shared."))


class VoteStandsNot(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("This casting vote was taken back already, or is not yours."))


class NotRecused(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Only who is recused from a team steps out."))

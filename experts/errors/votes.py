"""What can stand between the panel and a vote, an award or a dissenting opinion."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class NotYoursToVote(DomainError):
    """No such vote for this seat: of another panel, or of a team from which the expert is recused."""

    status: int = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(_("There is no such vote for you."))


class HasVoted(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You have voted. A ballot is given once and stays."))


class NotYoursToWithdraw(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(_("Whoever opened this vote may withdraw it, and nobody else."))


class VoteIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This vote is closed."))


class VoteIsOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This vote is not closed yet."))


class NoSuchAnswer(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("Choose one of the answers."))


class TeamsMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Choose at least two teams of this room."))


class AwardMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Choose the award that is voted on."))


class NotTied(DomainError):
    def __init__(self) -> None:
        super().__init__(_("These teams are not the ones that are tied now."))


class VotedBefore(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The panel votes on this already, or has decided it. That stands."))


class CommissionMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A secret vote needs a counting commission: three of the panel without the chair, none of them recused from a team it is about."
            )
        )


class NobodyMayVote(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Nobody of the panel may vote on these teams."))


class NotYoursToLead(DomainError):
    """Of the tablet: only the chair leads a vote, or the deputy where the chair is tied to a team or absent."""

    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            _(
                "The chair leads this vote, or the deputy where the chair is tied to a team or absent."
            )
        )


class NothingIsEqual(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There are no equal votes to decide here."))


class NotYoursToSign(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(_("The count is signed by its commission, each once."))


class AwardedBefore(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This team has that award already."))


class AwardUnnamed(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Give the award its words in every language of the event."))


class AwardVotedOn(DomainError):
    """While a vote on it is not finished, and of what a vote gave."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The panel decides on this award by a vote. It is neither given nor taken back by hand."
            )
        )


class WordsRefused(DomainError):
    """The sentence says what no column could keep."""

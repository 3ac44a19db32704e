"""What can stand between an expert and a second look at a sheet."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class TooFewToLookAgain(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _("Nobody was asked: so few sheets are in that none can be said to stand out.")
        )


class NothingToLookAt(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("You are not asked about this sheet any more: it has changed since."))

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something the user can mend: the message is the sentence they will read."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class PassNotFound(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This card is not valid any more. Ask the organizers for a new one."))


class PassOnAnotherDevice(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("This card is already in use on another tablet. Ask the organizers for a new one.")
        )


class RubricLocked(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The first points have been given, so the criteria cannot change any more.")
        )

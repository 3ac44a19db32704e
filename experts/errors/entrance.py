"""Why a card or a tablet does not come in."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.sheets import Outcome


class SignedOut(DomainError):
    """The sentence says why this tablet is not let in, and `why` is the word for it (events/tablets.py)."""

    status: int = HTTPStatus.UNAUTHORIZED
    code = Outcome.SIGNED_OUT

    def __init__(self, sentence: str = "", why: str = "unknown") -> None:
        super().__init__(sentence or _("The server no longer knows this tablet."))
        self.why = why


class TokenRefused(DomainError):
    """The request does not prove that a page of ours sent it."""

    status: int = HTTPStatus.FORBIDDEN
    code = Outcome.CSRF

    def __init__(self) -> None:
        super().__init__(_("The server did not accept this page any more."))


class RehearsalIsOn(DomainError):
    """A card of the day in a rehearsal: its points would vanish with it."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REHEARSAL

    def __init__(self) -> None:
        super().__init__(
            _("A rehearsal is going on. Your card can score when the organizers have ended it.")
        )


class CardOfRehearsal(DomainError):
    """A card left from a rehearsal: on the day its points would count."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REHEARSAL_CARD

    def __init__(self) -> None:
        super().__init__(_("This card was made for a rehearsal and cannot score on the day."))


class RehearsalIsOver(DomainError):
    """Given in a rehearsal that was taken back since: in the next one it would be somebody's first points."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REHEARSAL_OVER

    def __init__(self) -> None:
        super().__init__(
            _("These points were given in a rehearsal that has ended, and count nowhere.")
        )

"""Why a call to the secretary or a question of the panel is not taken."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.sheets import Outcome


class CallRefused(DomainError):
    """What was written cannot be kept."""

    code = Outcome.INVALID


class TooManyCalls(DomainError):
    code = "calls_wait"

    def __init__(self) -> None:
        super().__init__(_("Your earlier calls are still open: the secretary sees them."))


class NothingOfRehearsal(DomainError):
    """Typed in a rehearsal that was taken back since."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REHEARSAL_OVER

    def __init__(self) -> None:
        super().__init__(_("This was typed in a rehearsal that has ended, and stands nowhere."))


class QuestionMoved(DomainError):
    """Another version stands, or none any more of this team and expert."""

    code = Outcome.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("This question was changed meanwhile. Look at it once more."))


class QuestionRefused(DomainError):
    """What was written cannot be kept."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.INVALID


class NobodyByThisNumber(DomainError):
    def __init__(self, number: int) -> None:
        said = _("Nobody has the number %(number)s on the panel that hears this team.")
        super().__init__(said % {"number": number})


class AskedByRecused(DomainError):
    status: int = HTTPStatus.FORBIDDEN
    code = Outcome.RECUSED

    def __init__(self, name: str) -> None:
        said = _("%(name)s is recused from this team, and so asks it nothing.")
        super().__init__(said % {"name": name})

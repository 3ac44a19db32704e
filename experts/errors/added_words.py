"""Why words that an expert adds after the close are not taken."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.sheets import Outcome


class WordsWaitForTheSeal(DomainError):
    """A record is prepared: it holds what was said until then."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _("The protocol is prepared and waits for its seals. Nothing is added to it meanwhile.")
        )


class WordsAreOver(DomainError):
    """The protocol is sealed, and the event gives no days after it, or they are over."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("The protocol is sealed, and the time to add words is over."))


class WordsMoved(DomainError):
    """Another version stands than the one that was seen, `number`: of another page or another tablet."""

    code = Outcome.CONFLICT

    def __init__(self, number: int, stands: str) -> None:
        self.number = number
        kept = _(
            "Other words were kept meanwhile: “%(words)s”. Send yours once more to put them in place of those."
        )
        gone = _("Your words were taken back meanwhile. Send these once more to add them.")
        super().__init__(kept % {"words": stands} if stands else gone)


class NoSheetOfYours(DomainError):
    """None that counts: not submitted, set aside, or the expert is recused or noted absent."""

    status: int = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(_("You have no sheet of this team that counts."))

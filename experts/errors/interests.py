"""What can stand between somebody and a tie: declared, decided, or in the way of a sheet."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.errors.sheets import ResultStands
from experts.sheets import Outcome


class ExpertIsRecused(DomainError):
    status: int = HTTPStatus.FORBIDDEN
    code = Outcome.RECUSED

    def __init__(self) -> None:
        super().__init__(_("You are recused from this project: it is scored without you."))


class Undeclared(DomainError):
    """The event asks an expert for a declaration before the first points, and there is none."""

    status: int = HTTPStatus.FORBIDDEN
    code = Outcome.UNDECLARED

    def __init__(self) -> None:
        super().__init__(_("Before your first points this event asks you for a declaration."))


class DeclarationInRehearsal(DomainError):
    """A declaration would stay on record when the rehearsal is taken away."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A rehearsal is going on. The declaration is made when it is over, before the first points."
            )
        )


class DeclarationAfterClose(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Scoring is closed, so there are no first points before which to make a declaration.")
        )


class DeclarationIncomplete(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Agree to all three sentences, or ask the organizers."))


class DecidedMeanwhile(DomainError):
    """Somebody else decided the interest since the page was shown."""

    def __init__(self, who: str, outcome: str) -> None:
        said = _(
            "Nothing was decided: meanwhile it was decided otherwise (%(who)s: %(outcome)s). Look at it and decide again."
        )
        super().__init__(said % {"who": who or _("somebody else"), "outcome": outcome})


class NotYoursToDecide(DomainError):
    """Whose tie it is, who is tied to the project, or who does not sit where it is decided from."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The chair decides on ties of others, and the deputy where the chair is concerned. Whoever has a tie to a team decides nothing about it."
            )
        )


class DecidedInRehearsal(DomainError):
    """A decision would stay when the rehearsal is taken away."""

    def __init__(self) -> None:
        super().__init__(
            _("A rehearsal is going on, and no tie is decided in it. Decide when it is over.")
        )


class DeclaredTooLate(ResultStands):
    """An expert's declaration after the close: it would change who scores what."""

    def __init__(self) -> None:
        super().__init__()
        self.message = _(
            "Scoring is closed, so a tie can no longer be declared here. Tell the secretary, who can reopen the scoring."
        )


class DeclaredInRehearsal(DomainError):
    """A tie would stay on record when the rehearsal is taken away."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A rehearsal is going on, and no tie is put on record in it. Declare it when the rehearsal is over."
            )
        )


class SamePerson(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The expert is in this project in person, and so stays recused from it.")
        )


class OutcomeNotPossible(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Decide to recuse, to disclose or to dismiss."))


class InterestAlreadyKnown(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("This tie is already on record. If there is more to say, tell the organizers.")
        )

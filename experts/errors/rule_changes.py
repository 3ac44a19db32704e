"""What can stand between an event and another rule than the one that the first points locked."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class RuleNotLocked(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("No points are given yet: the rule is changed in the settings, by the owner alone.")
        )


class RuleOfRehearsal(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "In a rehearsal the rule stays as it was locked. Take the rehearsal back, then change it in the settings."
            )
        )


class RuleStands(DomainError):
    """Something was shown or decided by the rule as it is; `sentences` name it, one by one."""

    def __init__(self, sentences: Sequence[str]) -> None:
        said = _("The rule stays as it is. %(because)s")
        super().__init__(said % {"because": " ".join(sentences)})
        self.sentences = tuple(sentences)


class RuleIsTheSame(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This is the rule as it is. Nothing was proposed."))


class RuleNotPossible(DomainError):
    """No such method, or no such number of sheets."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("There is no such rule."))


class ProposalWaits(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("A change of the rule waits for the chair already. Withdraw it before another one.")
        )


class ProposalMovedOn(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Nothing was done: this proposal was withdrawn or answered meanwhile. Read it again.")
        )


class NobodyAnswersIt(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody of the panel may agree to another rule: chair and deputy are tied to a team or absent, or there is none."
            )
        )


class NotYoursToAnswer(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            _(
                "The chair answers to a change of the rule, or the deputy where the chair is tied to a team or absent."
            )
        )

"""What can stand between a sheet on paper and the points that it gives."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class PaperInRehearsal(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("A rehearsal is going on. Paper is entered when it is over: its points are real.")
        )


class PaperOfRecused(DomainError):
    """The sentence says why the paper does not count."""

    status: int = HTTPStatus.FORBIDDEN

    def __init__(self, name: str, why: str) -> None:
        said = _("%(name)s is recused from this team, so the paper is not entered: %(why)s.")
        super().__init__(said % {"name": name, "why": why})


class PaperOfSetAside(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The sheet of this expert was set aside. Give it back first, with a reason.")
        )


class EnteredByYou(DomainError):
    """One account is one person: nobody is the second reader of their own entry."""

    def __init__(self) -> None:
        super().__init__(
            _("You have entered this paper already. Somebody else has to enter it a second time.")
        )


class EnteredByTwo(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Two people have entered this paper already. One of the two corrects their entry.")
        )


class SheetStands(DomainError):
    """The expert has a sheet; `number` is the revision that the paper would take the place of."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            _(
                "This expert has a sheet for this team already. Nothing was entered: say below whether the paper takes its place."
            )
        )


class PaperIsDone(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This entry waits no more: it was stored, or taken back."))

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class PlaceTaken(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Another team has this place. Choose a free one."))


class TeamHasPlace(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This team has a place already: take that back first."))


class NoSuchPlace(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There is no such place in the order of the defenses."))


class DrawReasonRefused(DomainError):
    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("Say why it is taken back: it stays in the record."))


class TakenBackAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This was taken back already."))


class DrawStands(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Scoring is closed, and the record of the draw stands. Reopen the scoring first, with a reason."
            )
        )


class NobodyDrawn(DomainError):
    def __init__(self) -> None:
        super().__init__(_("No team has taken a place yet."))

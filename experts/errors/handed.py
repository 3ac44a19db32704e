"""Why unsent sheets of a tablet are not taken in, whole or one of them."""

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors import DomainError


class HandedUnreadable(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, sentence: str | Promise = "") -> None:
        said = _("These are no unsent sheets of a tablet. Nothing was taken.")
        super().__init__(sentence or said)


class HandedLeftOver(HandedUnreadable):
    """What a tablet saved of another installation, or of before an upgrade (leftovers.js): whose it is stands nowhere."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file holds what a tablet kept from before an upgrade, or for another installation of the program. It is not taken in: read the points in it and enter them as paper."
            )
        )


class CodeCutOff(HandedUnreadable):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A part of the code is missing. Nothing was taken: scan it once more, or take the file."
            )
        )


class HandedTooLarge(HandedUnreadable):
    status: int = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self) -> None:
        super().__init__(
            _("This is more than a tablet can hold of unsent sheets. Nothing was taken.")
        )


class HandedElsewhere(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, event: str) -> None:
        said = _("These sheets are of another event (%(event)s). Nothing was taken.")
        super().__init__(said % {"event": event})


class HandedOfRehearsal(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(
            _("These sheets were given in a rehearsal, and count for nothing. Nothing was taken.")
        )


class HandedOfNobody(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(_("These sheets are of nobody in this event. Nothing was taken."))


class HandedAltered(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, name: str) -> None:
        said = _(
            "Nothing was taken: this was changed after the tablet of %(name)s signed it, or is not from that tablet."
        )
        super().__init__(said % {"name": name})


class KeyIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The key of this tablet was closed since, as another tablet took its place. Enter the sheet as paper."
            )
        )


class NotSubmitted(DomainError):
    """A draft that nothing proves: nobody can give it for the expert."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Not submitted on the tablet, and not signed: it is not taken. The expert submits it, then hand it over again."
            )
        )


class EnteredOnceAlready(DomainError):
    """The second reader reads the tablet and not the file: whoever made the file could have changed it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has entered this sheet already. The second entry is typed from the screen of the tablet, not taken in."
            )
        )


class OtherSheetStands(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This expert has a sheet for this team already, and it stays as it is. Whether this one says the same is not told before the close."
            )
        )

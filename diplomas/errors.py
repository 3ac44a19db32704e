"""What can stand between a person and their diploma.

Why a rendering failed is kept as a code on the job and worded when it is read, in the reader's language.
"""

from http import HTTPStatus
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.errors import CRASHED, NO_PRESS, STOPPED, UNSTORED, DomainError

TOO_LONG: Final = "name_too_long"
UNPRINTABLE: Final = "unprintable"
OVERFLOWS: Final = "overflows"
UNFIT: Final = "unfit"
AWAY: Final = "away"
NOTHING: Final = "nothing"

FAILURES: Final[dict[str, str | Promise]] = {
    TOO_LONG: _("The name does not fit on the diploma. Shorten the name to be printed."),
    UNPRINTABLE: _("A text has characters that cannot be printed. Type it anew."),
    OVERFLOWS: _(
        "The text needs more than one page. Shorten the topic or the texts of the design."
    ),
    UNFIT: _("The texts of the design do not make a diploma. Correct the design."),
    UNSTORED: _(
        "The file could not be kept. Make room on the disk or bring the file storage back, then try again."
    ),
    STOPPED: _("The worker was stopped three times while it made this diploma."),
    CRASHED: _("The diploma could not be made in three attempts. The log says why."),
}


# Of a file of many diplomas. Of one that waits, after AWAY and a space stands the number of the diploma.
FILE_FAILURES: Final[dict[str, str | Promise]] = {
    UNSTORED: _(
        "The file storage is full or away. Make room on the disk or bring it back: the file is made by itself then."
    ),
    STOPPED: _("The worker was stopped three times while it made this file."),
    CRASHED: _("The file could not be made in three attempts. The log says why."),
    NOTHING: _("No diploma is valid, so there is nothing to print."),
    NO_PRESS: _("This computer cannot make PDF files. Tell whoever runs the server."),
}


def file_failure_sentence(code: str) -> str:
    """What an organizer reads of a file that is not made."""
    word, _space, number = code.partition(" ")
    if word == AWAY:
        said = gettext(
            "The file of diploma № %(number)s cannot be read: the file storage is away. It goes on by itself when it is back."
        )
        return said % {"number": number}
    return str(FILE_FAILURES.get(word, FILE_FAILURES[CRASHED]))


def failure_sentence(code: str) -> str:
    """What an organizer reads of a failed rendering."""
    return str(FAILURES.get(code, FAILURES[CRASHED]))


class NameRefused(DomainError):
    """This person's name cannot be set on a diploma; `code` is one of FAILURES."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(_("%(name)s: %(reason)s") % {"name": name, "reason": FAILURES[code]})
        self.code = code


class NotValidAnyMore(DomainError):
    """Somebody replaced or revoked it meanwhile, or it has no file yet."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This diploma is not valid: it was replaced or revoked, or is not ready yet. Nothing was changed."
            )
        )


class NotIssuedAnew(DomainError):
    """Only somebody whose latest diploma was revoked, and who is still on a team, is given another one."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No new diploma is issued: this person has one already, or is on no team any more. Nothing was changed."
            )
        )


class AwardsBeingMade(DomainError):
    """What is being made says the words with which it began."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _(
                "Awards for the same are being made at the moment. Wait until they are ready. Nothing was changed."
            )
        )


class NotReworded(DomainError):
    def __init__(self, reason: str) -> None:
        super().__init__(_("Nothing was changed. %(reason)s") % {"reason": reason})


class NotCompleted(DomainError):
    """Whoever did not complete the course gets no diploma before that is taken back."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No diploma is issued: it is noted that this person did not complete the course. Nothing was changed."
            )
        )


class NotedOtherwise(DomainError):
    """Somebody else noted another thing of this diploma since the page was shown."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self, number: str) -> None:
        said = _(
            "Nothing was noted: of № %(number)s something else is noted meanwhile. Look at it."
        )
        super().__init__(said % {"number": number})


class ProxyRefused(DomainError):
    """Whoever takes a diploma for somebody else stands in the register by name."""

    def __init__(self, flaw: str) -> None:
        super().__init__(_("Who receives it: %(flaw)s") % {"flaw": flaw})


class NotShared(DomainError):
    """Only a valid diploma is shown to others, and by its holder alone."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This diploma cannot be shared: it is not valid any more, or was made in a rehearsal."
            )
        )


class LogoMoved(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Nothing was changed: somebody changed the logo meanwhile. Look at it again.")
        )


class LogoNotKept(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The logo could not be kept. Try again; if it stays so, tell whoever runs the server."
            )
        )


class NothingIsSent(DomainError):
    """A rehearsal writes to nobody."""

    def __init__(self) -> None:
        super().__init__(_("This is a rehearsal: nothing is sent to anybody."))


class OrderOfTheDay(DomainError):
    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is a rehearsal: the order in which people are called on the day stays as it is."
            )
        )


class LanguageNotOffered(DomainError):
    """The wording that offered it was changed since the page was shown."""

    status: int = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(_("This language is not offered any more. Look at what stands here now."))


class LanguageTooLate(DomainError):
    """A document that is issued stays in its language."""

    def __init__(self) -> None:
        super().__init__(
            _("Your documents are issued, or the event is archived: their language stays as it is.")
        )


class NoPreview(Exception):
    """There is no page to show of this person in this language."""


class PicturesBusy(DomainError):
    """So many pages are being drawn already that one more would only wait."""

    status: int = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            _("Many pages are being drawn at the moment. Open this one again in a few seconds.")
        )


class AnsweredTooOften(DomainError):
    """Nobody changes their mind about a name so often in so short a time."""

    status: int = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self) -> None:
        super().__init__(_("This was sent many times in a row. Wait a minute, then send it again."))


class GuessedTooOften(DomainError):
    """Who tried so many codes that do not exist is told of none for a while."""

    status: int = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self) -> None:
        super().__init__(_("Too many codes that do not exist"))

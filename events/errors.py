from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.rules import Gap

# Why a worker made nothing of a job, as kept on its row. Each app words it for what it makes.
UNSTORED: Final = "unstored"
STOPPED: Final = "stopped"
CRASHED: Final = "crashed"
NO_PRESS: Final = "no_press"


class DomainError(Exception):
    """Something the user can mend: the message is the sentence they will read.

    `status` and `code` say the same to a program: the HTTP status and one word.
    """

    status: int = HTTPStatus.CONFLICT
    code: str = "refused"

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class PassNotFound(DomainError):
    status = HTTPStatus.UNAUTHORIZED
    code = "signed_out"

    def __init__(self) -> None:
        super().__init__(_("This card is not valid any more. Ask the organizers for a new one."))


class PassUnknown(PassNotFound):
    """A code that no card ever had. It is random enough that saying so helps nobody to guess one."""

    def __init__(self, letters: int) -> None:
        sentence = _("There is no such code: check its %(letters)s characters.")
        DomainError.__init__(self, sentence % {"letters": letters})


class PassOnAnotherDevice(DomainError):
    status = HTTPStatus.GONE
    code = "another_device"

    def __init__(self) -> None:
        super().__init__(
            _("This card is already in use on another tablet. Ask the organizers for a new one.")
        )


class CardEndedWithEvent(PassNotFound):
    """A card that nobody opened while there was something to enter."""

    def __init__(self) -> None:
        sentence = _("The event is over, and this card ended with it, since nobody had opened it.")
        DomainError.__init__(self, sentence)


class PassAsksPin(DomainError):
    """The card is used up, and this is the very tablet that it opened; `card` is its key."""

    status = HTTPStatus.FORBIDDEN
    code = "locked"

    def __init__(self, card: int) -> None:
        self.card = card
        super().__init__(_("This card has opened this tablet before. It opens with the PIN now."))


class PinWrong(DomainError):
    status = HTTPStatus.UNAUTHORIZED
    code = "wrong"

    def __init__(self, left: int) -> None:
        sentence = ngettext(
            "The PIN is wrong. %(left)d try is left on this tablet.",
            "The PIN is wrong. %(left)d tries are left on this tablet.",
            left,
        )
        super().__init__(sentence % {"left": left})
        self.left = left


class PinWaits(DomainError):
    """The PIN was wrong too often: nothing is tried for a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "waiting"

    def __init__(self, seconds: int) -> None:
        sentence = ngettext(
            "The PIN was wrong too often. Try again in %(seconds)d second.",
            "The PIN was wrong too often. Try again in %(seconds)d seconds.",
            seconds,
        )
        super().__init__(sentence % {"seconds": seconds})
        self.seconds = seconds


class TabletIsOut(DomainError):
    """No PIN opens this tablet; `why` is the word for it (events/tablets.py)."""

    status = HTTPStatus.FORBIDDEN
    code = "closed"

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


class PhaseHasMoved(DomainError):
    """Somebody else moved the event after the page was shown."""

    code = "phase_has_moved"

    def __init__(self, phase: str | Promise) -> None:
        super().__init__(
            _("Nothing was changed: meanwhile the event was moved on. Its phase now: %(phase)s.")
            % {"phase": phase}
        )


class StepNotReady(DomainError):
    """Something still stands in the way of a step between phases: `gaps` says what, one by one."""

    code = "step_not_ready"

    def __init__(self, gaps: Sequence[Gap]) -> None:
        sentences = " ".join(gap.sentence for gap in gaps)
        super().__init__(_("Not yet. %(missing)s") % {"missing": sentences})
        self.gaps = tuple(gaps)


class EventIsOver(DomainError):
    """A closed or archived event takes no points; it can be made live again."""

    code = "event_is_over"

    def __init__(self) -> None:
        super().__init__(_("The event is closed. Make it live again first, on its overview."))


class AskedBeforeClose(DomainError):
    """What experts and teams are asked for stands with the result; `name` is that of the column."""

    def __init__(self, name: str = "asks_declaration") -> None:
        self.name = name
        super().__init__(
            _("Scoring is closed, and the result stands. Reopen the scoring first, with a reason.")
        )


class FileIsAway(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The file cannot be read at the moment. Try again; if it stays so, tell the organizers."
            )
        )


class RubricLocked(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The first points have been given, so the criteria cannot change any more.")
        )


class RuleLocked(DomainError):
    """Points were given by another rule; `name` is that of the column."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The first points have been given, and are counted by the rule of that time.")
        )
        self.name = name


class InvitationGone(DomainError):
    """A link that was used, taken back, replaced or never made, or that has expired."""

    status = HTTPStatus.GONE
    code = "invitation_gone"

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more. Ask for a new one."))


class NotYourInvitation(DomainError):
    code = "not_your_invitation"

    def __init__(self) -> None:
        super().__init__(_("This invitation is for another address than that of your account."))


class AlreadyMember(DomainError):
    code = "already_member"

    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s takes part in this event already.") % {"email": email})


class LastOwner(DomainError):
    """An event without an owner could be opened, closed and handed on by nobody."""

    code = "last_owner"

    def __init__(self) -> None:
        super().__init__(_("An event keeps at least one owner. Make somebody else an owner first."))

"""What can stand between an expert and a saved sheet, or an organizer and a decision.

The codes of a sheet's errors are the words of `experts.sheets.Outcome`; what the expert does next
stands with the tablet's page (experts/pages/saving.py).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from experts.sheets import Outcome, Sheet

NOT_POSSIBLE = _("These values are not possible.")


class SheetNotFound(DomainError):
    """Not this person's sheet, or no such sheet: the two look alike from outside."""

    status: int = HTTPStatus.NOT_FOUND
    code = Outcome.UNKNOWN

    def __init__(self) -> None:
        super().__init__(_("You have no seat on the panel that scores this team."))


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


class WarmUpIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("The warm-up is over: a defense has begun, or you gave your first points.")
        )


class ScoringIsClosed(DomainError):
    status: int = HTTPStatus.LOCKED
    code = Outcome.LOCKED

    def __init__(self) -> None:
        super().__init__(
            _("Scoring is closed. To change this sheet, ask the secretary to reopen it.")
        )


class ResultStands(DomainError):
    """A change of who scores what, while the scoring is closed; `ties` are those that would be new."""

    def __init__(self, ties: Collection[tuple[int, int, str]] = ()) -> None:
        self.ties = ties
        super().__init__(
            _("Scoring is closed, and the result stands. Reopen the scoring first, with a reason.")
        )


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


class ProtocolIsSealed(ResultStands):
    """Nothing that a sealed protocol tells is changed; what is found later is an annex."""

    def __init__(self, ties: Collection[tuple[int, int, str]] = ()) -> None:
        super().__init__(ties)
        self.message = _(
            "The protocol is sealed, and nothing it tells is changed. Add a numbered annex to it."
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


class SheetConflict(DomainError):
    """The sheet was saved from elsewhere since, with other values."""

    status: int = HTTPStatus.CONFLICT
    code = Outcome.CONFLICT

    def __init__(self, current: Sheet) -> None:
        super().__init__(
            _("This sheet was changed on another device. Choose which values to keep.")
        )
        self.current = current


class OperationReused(DomainError):
    """The id of an operation came again with another body, as from a page that was left and came back."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.REUSED

    def __init__(self) -> None:
        super().__init__(_("This page was already used to save other values."))


class SignatureRefused(DomainError):
    """Signed by no key that stands for this tablet, or over other values than those that came."""

    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.SIGNATURE_REFUSED

    def __init__(self) -> None:
        super().__init__(_("The signature of this tablet was not accepted."))


class KeyRefused(SignatureRefused):
    """No key, one without a proof, or one of a card that may not register it."""

    def __init__(self) -> None:
        super().__init__()
        self.message = _("The key of this tablet was not accepted.")


class RubricChanged(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.RUBRIC_CHANGED

    def __init__(self, version: int) -> None:
        super().__init__(_("The criteria have changed."))
        self.version = version


class RubricHasNoCriteria(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.NO_CRITERIA

    def __init__(self) -> None:
        super().__init__(_("This event has no criteria yet."))


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a sheet: where in the operation (`points.research`, `comment`) and why."""

    place: str
    detail: str | Promise


class SheetInvalid(DomainError):
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    code = Outcome.INVALID

    def __init__(
        self, faults: Sequence[Fault] = (), *, sentence: str | Promise = NOT_POSSIBLE
    ) -> None:
        super().__init__(sentence)
        self.faults = faults


class PointsMissing(SheetInvalid):
    """A sheet cannot be submitted before every criterion has points; the sentence names those without."""

    def __init__(self, faults: Sequence[Fault], names: Sequence[str]) -> None:
        words = _("Not submitted: some points are missing. Give points for: {names}.")
        super().__init__(faults, sentence=words.format(names=", ".join(names)))


class NotASheet(SheetInvalid):
    """A body of another kind or size than a score sheet, or one that cannot be read."""

    def __init__(self, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(sentence=_("This is not a score sheet."))
        self.status = status


class ReasonMissing(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Give a reason."))


class ReasonRefused(DomainError):
    """A reason that an event file would not take again; the sentence is the validator's."""


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

"""What an expert reads of each outcome of a save: the same sentences on the page and for its script."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from events.errors import DomainError
from events.models import Event
from experts.errors import PointsMissing, SheetInvalid
from experts.sheets import Outcome, Readers

TABLET_LOCKED: Final = "tablet_locked"  # signed out, and the PIN over the page brings it back
RETRY, CARD, SHEET, GIVE_UP = "retry", "open_card", "open_sheet", "give_up"  # the page's buttons


@dataclass(frozen=True)
class Saying:
    """The line that says whether the sheet is saved, the next step, and the buttons for it.

    What happened is the error's own sentence, and stands before the step. `form_step` is the step of
    a page that was posted without a script, where it is another one.
    """

    line: str
    step: str = ""
    acts: tuple[str, ...] = ()
    form_step: str = ""

    def in_words(self) -> Self:
        """In the language of the page."""
        return replace(
            self,
            line=_told(self.line),
            step=_told(self.step),
            form_step=_told(self.form_step),
        )


def _told(words: str) -> str:
    return _(words) if words else ""


_KEPT: Final = gettext_noop("What you gave stays on this page.")
# By the word of what became of a save.
_REFUSALS: Final[Mapping[str, Saying]] = {
    Outcome.SIGNED_OUT: Saying(
        gettext_noop("Not saved: open your card again"),
        gettext_noop(
            "What you gave stays on this page. Open your card again in another tab, come back "
            "here and try again."
        ),
        (RETRY, CARD),
        gettext_noop(
            "What you gave is not shown here, and your browser still has it. Open your card in "
            "another tab, come back here, load this page again and let it be sent once more."
        ),
    ),
    TABLET_LOCKED: Saying(
        gettext_noop("Not saved: this tablet is locked"),
        gettext_noop("What you gave stays on this page. Enter your PIN, and it is sent."),
        (RETRY,),
    ),
    Outcome.CSRF: Saying(
        gettext_noop("Not saved: the page is out of date"),
        gettext_noop(
            "What you gave is kept. Try again, and if that does not help, open the sheet again."
        ),
        (RETRY, SHEET),
    ),
    Outcome.REHEARSAL: Saying(
        gettext_noop("Not saved: a rehearsal is going on"),
        gettext_noop(
            "What you gave stays on this page. Ask the organizers when the rehearsal ends, then "
            "try again."
        ),
        (RETRY,),
    ),
    Outcome.REHEARSAL_CARD: Saying(
        gettext_noop("Not saved: this is a card of a rehearsal"),
        gettext_noop(
            "These points count for the rehearsal alone and stay on this page to be read. Open your "
            "card of the day in another tab, give them on its sheet, then give them up here."
        ),
        (CARD, GIVE_UP),
        gettext_noop(
            "What you gave was not saved. Ask the organizers for your card of the day, and give the "
            "points on its sheet."
        ),
    ),
    Outcome.REHEARSAL_OVER: Saying(
        gettext_noop("Not saved: this is of a rehearsal that has ended"),
        gettext_noop("They stay on this page to be read. Open the sheet again to score."),
        (SHEET,),
        gettext_noop("Open your teams, and give points on the sheets that you find there."),
    ),
    Outcome.RECUSED: Saying(
        gettext_noop("Not saved: you are recused"),
        _KEPT,
        form_step=gettext_noop("What you gave was not saved."),
    ),
    Outcome.UNDECLARED: Saying(
        gettext_noop("Not saved: your declaration is missing"),
        gettext_noop(
            "What you gave stays on this page. Open your teams in another tab, make the "
            "declaration, come back here and try again."
        ),
        (RETRY,),
    ),
    Outcome.UNKNOWN: Saying(
        gettext_noop("Not saved: you have no seat here"),
        gettext_noop(
            "What you gave stays on this page. Ask the organizers to seat you, then try again."
        ),
        (RETRY,),
        gettext_noop(
            "What you gave is not shown here, and your browser still has it. Ask the organizers "
            "to seat you, then load this page again and let it be sent once more."
        ),
    ),
    Outcome.CONFLICT: Saying(
        gettext_noop("Changed on another device: choose"),
        form_step=gettext_noop(
            "Your values are marked; the others stand below them. Submit to keep yours."
        ),
    ),
    Outcome.INVALID: Saying(gettext_noop("Not saved: see below"), _KEPT),
    Outcome.REUSED: Saying(
        gettext_noop("Not saved: save again"),
        gettext_noop("What you gave stays on this page. Save it again."),
        (RETRY,),
    ),
    Outcome.SIGNATURE_REFUSED: Saying(
        gettext_noop("Not saved: the signature was not accepted"),
        gettext_noop("What you gave is kept. Open the sheet again and submit it once more."),
        (RETRY, SHEET),
    ),
    Outcome.RUBRIC_CHANGED: Saying(
        gettext_noop("Not saved: the criteria have changed"),
        gettext_noop("Open the sheet again: what you gave is kept where it still fits."),
        (SHEET,),
        gettext_noop(
            "This is the new sheet: what you gave is kept where it still fits. Save it again."
        ),
    ),
    Outcome.NO_CRITERIA: Saying(
        gettext_noop("Not saved: there are no criteria"),
        gettext_noop("What you gave is kept. Ask the organizers, then open the sheet again."),
        (SHEET,),
    ),
    Outcome.LOCKED: Saying(
        gettext_noop("Not saved: scoring is closed"),
        gettext_noop("What you gave stays on this page. When scoring is open again, try again."),
        (RETRY,),
    ),
}


def sayings() -> dict[str, Saying]:
    """By the states of the tablet's script: those of a save under way, and every refusal."""
    return {
        "saved": Saying(_("Saved on the server {time}")),
        "submitted": Saying(_("Submitted {time}")),
        "changing": Saying(_("Not submitted: {total} stands")),
        "saving": Saying(_("Saving…")),
        "waiting": Saying(_("Saved on this tablet, not yet on the server")),
        "waiting_for_network": Saying(_("Will be submitted when the network returns")),
        "waiting_for_server": Saying(_("Will be submitted when the server answers")),
        Outcome.BUSY: Saying(_("Not saved yet: the server is busy, waiting")),
        **{state: saying.in_words() for state, saying in _REFUSALS.items()},
    }


def saying_of(error: DomainError) -> Saying:
    """An error outside the vocabulary is told like values that are not possible."""
    return _REFUSALS.get(error.code, _REFUSALS[Outcome.INVALID]).in_words()


def told_on_a_form(error: DomainError, names: Mapping[str, str] | None = None) -> str:
    """What happened, where, and what to do next; `names` are those of the places of a sheet."""
    saying = saying_of(error)
    places = [f"{(names or {}).get(place, place)}: {fault}" for place, fault in _faults_of(error)]
    return " ".join([str(error), *places, saying.form_step or saying.step])


def _faults_of(error: DomainError) -> list[tuple[str, str]]:
    """Those that the sentence of the error does not name itself."""
    if not isinstance(error, SheetInvalid) or isinstance(error, PointsMissing):
        return []
    return [(each.place, str(each.detail)) for each in error.faults]


def readers_in_words(words_by: str) -> dict[str, str]:
    """`words_by` is what the event lets stand beside words to a team."""
    for_the_team = {
        Event.WordsBy.NAMES: pgettext("who reads a comment", "for the team too, with my name"),
        Event.WordsBy.NUMBERS: pgettext("who reads a comment", "for the team too, with a number"),
        Event.WordsBy.NOBODY: pgettext("who reads a comment", "for the team too, without a name"),
    }
    return {
        Readers.PROTOCOL: pgettext("who reads a comment", "for the protocol"),
        Readers.TEAM: for_the_team[Event.WordsBy(words_by)],
        Readers.ME: pgettext("who reads a comment", "only for me"),
    }


def words_for_the_script(words_by: str) -> dict[str, Any]:
    return {
        "sayings": {state: asdict(saying) for state, saying in sayings().items()},
        "draft": _("draft"),
        "changing": _("changing"),
        "waits": _("waits"),
        "comment": _("Comment"),
        "readers": readers_in_words(words_by),
        "read_by": _("Who reads the comment"),
        "total": _("Total"),
        "missing": _("Not submitted: some points are missing. Give points for: {names}."),
        "look_over": _(
            "The criteria have changed since you submitted this sheet. It is a draft again: look over "
            "what you gave, then submit it."
        ),
        "submit": _("Submit"),
        "submit_later": {
            "network": _("Submit when the network returns"),
            "server": _("Submit when the server answers"),
        },
        "submit_total": _("Submit {total}"),
        "keep": _("Undo, keep {total}"),
        "stands": _("{total} stands until you submit"),
        "so_far": _("of {out_of} so far"),
        "of_all": _("of {out_of}"),
        "on_its_way": _("of {out_of}, waits"),
        "submitted": _("of {out_of}, submitted"),
        "none": _("nothing yet"),
    }

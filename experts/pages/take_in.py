"""What a tablet handed over, before and after it was taken in: whose, about which team, how far; no points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.contrib import messages
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.errors import DomainError
from events.models import Event
from experts.handed import Given, Handed
from experts.models import ScoreSheet
from experts.services.taking_in import Fate, Origin, Taken
from experts.sheets import Assignment, Outcome
from projects.models import Defense

State = ScoreSheet.State
# What is said to an organizer of what the errors say to the expert.
REFUSED: Final[Mapping[str, Promise]] = {
    Outcome.SIGNED_OUT: gettext_lazy("the card of this tablet was stopped"),
    Outcome.REHEARSAL: gettext_lazy("a rehearsal is going on, and this is a card of the day"),
    Outcome.REHEARSAL_CARD: gettext_lazy("this is a card of a rehearsal"),
    Outcome.REHEARSAL_OVER: gettext_lazy("these points are of a rehearsal that has ended"),
    Outcome.RECUSED: gettext_lazy("the expert is recused, or the sheet was set aside"),
    Outcome.UNDECLARED: gettext_lazy("the expert has not made the declaration yet"),
    Outcome.UNKNOWN: gettext_lazy("the expert has no seat on the panel that scores this team"),
    Outcome.CONFLICT: gettext_lazy("other values were saved meanwhile, and they stay"),
    Outcome.INVALID: gettext_lazy("these values are not possible"),
    Outcome.REUSED: gettext_lazy("other values came under this name already, and they stay"),
    Outcome.SIGNATURE_REFUSED: gettext_lazy("the signature of this sheet was not accepted"),
    Outcome.RUBRIC_CHANGED: gettext_lazy("the criteria have changed"),
    Outcome.NO_CRITERIA: gettext_lazy("the event has no criteria yet"),
    Outcome.LOCKED: gettext_lazy("scoring is closed"),
}
SAID: Final[Mapping[Fate, Promise]] = {
    Fate.TAKEN: gettext_lazy("Team %(number)s: stored."),
    Fate.PARTLY: gettext_lazy(
        "Team %(number)s: earlier values are stored, and the newest are not taken: %(why)s"
    ),
    Fate.KNOWN: gettext_lazy("Team %(number)s: it was on the server already."),
    Fate.FIRST_ENTRY: gettext_lazy(
        "Team %(number)s: entered once. Somebody else enters it as paper, from the screen of the tablet."
    ),
    Fate.REFUSED: gettext_lazy("Team %(number)s is not taken: %(why)s"),
}
LEVELS: Final[Mapping[Fate, int]] = {
    Fate.TAKEN: messages.SUCCESS,
    Fate.PARTLY: messages.ERROR,
    Fate.KNOWN: messages.INFO,
    Fate.FIRST_ENTRY: messages.WARNING,
    Fate.REFUSED: messages.ERROR,
}


@dataclass(frozen=True)
class HandedRow:
    team: str
    topic: str
    state: str
    at: str
    fate: str


@dataclass(frozen=True)
class TakeInPage:
    """`text` is what came, to be taken in as it is; `code` says which of how many codes it was."""

    text: str
    name: str
    rows: Sequence[HandedRow]
    is_signed: bool
    code: str


def take_in_page(
    event: Event, text: str, handed: Handed, origin: Origin, foreseen: Sequence[Taken]
) -> TakeInPage:
    """`foreseen` is what would become of each sheet now."""
    defenses, given = _defenses(event), handed.by_sheet()
    rows = [
        _row(defenses.get(each.assignment.defense), given[each.assignment][-1], each)
        for each in foreseen
    ]
    return TakeInPage(text, str(origin.person.name), rows, origin.key is not None, code_of(handed))


def code_of(handed: Handed) -> str:
    """Empty for the only one."""
    if handed.parts < 2:
        return ""
    said = _(
        "This was code %(part)s of %(parts)s on the tablet: scan the others too, in any order."
    )
    return said % {"part": handed.part, "parts": handed.parts}


def told(event: Event, taken: Sequence[Taken]) -> list[tuple[int, str]]:
    """A level and a sentence of each sheet."""
    defenses = _defenses(event)
    return [(LEVELS[each.fate], _sentence(each, defenses)) for each in taken]


def _sentence(taken: Taken, defenses: Mapping[int, Defense]) -> str:
    why = _why(taken.refusal) if taken.refusal else ""
    number = _number(defenses.get(taken.assignment.defense), taken.assignment)
    return str(SAID[taken.fate]) % {"number": number, "why": why}


def _why(refusal: DomainError) -> str:
    known = REFUSED.get(refusal.code)
    return str(refusal) if known is None else f"{known}."


def _number(defense: Defense | None, assignment: Assignment) -> str:
    return str(defense.project.number) if defense else str(assignment)


def _defenses(event: Event) -> dict[int, Defense]:
    found = Defense.objects.of_event(event).select_related("project")
    return {each.pk: each for each in found}


def _row(defense: Defense | None, newest: Given, foreseen: Taken) -> HandedRow:
    operation = newest.operation
    is_final = operation is not None and operation.is_final
    return HandedRow(
        team=_number(defense, newest.assignment),
        topic=str(defense.project.topic) if defense else "",
        state=str((State.SUBMITTED if is_final else State.DRAFT).label),
        at=_time(operation.client_ts) if operation else "",
        fate=_fate(foreseen, is_final=is_final),
    )


def _fate(foreseen: Taken, *, is_final: bool) -> str:
    if foreseen.refusal is not None:
        partly = _("earlier values are stored, and the newest are not taken: %(why)s")
        said = partly if foreseen.fate == Fate.PARTLY else _("is not taken: %(why)s")
        return said % {"why": _why(foreseen.refusal)}
    if foreseen.fate == Fate.KNOWN:
        return _("is on the server already")
    if foreseen.fate == Fate.FIRST_ENTRY:
        return _("becomes the first of two entries of paper")
    return _("is stored as the expert’s own") if is_final else _("is stored as a draft")


def _time(milliseconds: int) -> str:
    """By the clock of the tablet; empty for what is no time."""
    try:
        at = datetime.fromtimestamp(milliseconds / 1000, UTC)
        return date_format(localtime(at), "j E, H:i")
    except (OverflowError, ValueError, OSError):
        return ""

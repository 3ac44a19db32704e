"""The phase of an event as the overview shows it: the steps from here, in words, and what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from defense.desk.gaps import gaps_of
from defense.desk.places import RIGHTS
from defense.desk.reading import Reading
from events.access import POLICY, Grant, Right
from events.asking import Question
from events.models import Event
from events.rules import Gap, first_part
from events.services import phases
from events.services.phases import Step
from experts.reports.published import has_points_without_seal
from experts.reports.sealing import readiness

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class StepWords:
    """What a step is called on its button, and what it will do."""

    button: _StrPromise
    effect: _StrPromise


WORDS: Final = {
    phases.OPEN: StepWords(
        _("Open the event"), _("Guests will find the event, and see of it what is published.")
    ),
    phases.WITHDRAW: StepWords(
        _("Back to draft"), _("Guests will not find the event until it is opened again.")
    ),
    phases.BEGIN: StepWords(_("Begin the day"), _("The event will be live.")),
    phases.POSTPONE: StepWords(
        _("Not begun yet"),
        _("The event will be open, as it was before the day began. Points stay."),
    ),
    phases.CLOSE: StepWords(
        _("Close the event"), _("The day will be over, and no score sheet can be changed any more.")
    ),
    phases.RESUME: StepWords(
        _("Back to the day"),
        _(
            "The event will be live again. The scoring stays closed until it is reopened with a reason."
        ),
    ),
    phases.ARCHIVE: StepWords(
        _("Archive the event"),
        _("The event will be put away. Its pages stay, and its diplomas can be verified."),
    ),
    phases.RESTORE: StepWords(
        _("Take it out of the archive"), _("The event will be closed, as it was before.")
    ),
}

# One address for each right, so that the way in to it stands in the one table of doors.
PAGE_OF_RIGHT: Final = {Right.SETTINGS: "event_move", Right.DAY: "day_move"}

# Where a gap is mended, by the first part of its place in the event file.
PAGE_OF_PLACE: Final = {
    "people": "people",
    "projects": "teams",
    "run": "run_of_show",
    "draw": "run_of_show",
    "rubric": "settings",
    "panel": "panel",
    "interests": "panel",
    "scoring": "scoring",
}


@dataclass(frozen=True)
class GapLine:
    """Something that is missing, and the page where it is seen to, if there is one."""

    sentence: str
    href: str


@dataclass(frozen=True)
class StepLine:
    """A step from where the event stands, as this reader may take it or wait for who may."""

    name: str
    href: str
    button: str
    effect: str
    missing: Sequence[GapLine]
    may_take: bool
    who_may: str
    is_back: bool


@dataclass(frozen=True)
class Standing:
    """Where the event stands: the steps from here, and what an event that is open already is missing."""

    steps: Sequence[StepLine]
    missing: Sequence[GapLine]


def standing_of(event: Event, grant: Grant, reading: Reading) -> Standing:
    """The gaps of a draft stand with the step that waits for them; an event that is over has none."""
    gaps = [] if event.is_over else gaps_of(event, reading.grid, reading.counts)
    is_draft = event.phase == Event.Phase.DRAFT
    missing = [] if is_draft else gap_lines(gaps, event, grant)
    return Standing(steps=_step_lines(event, grant, gaps), missing=missing)


def _step_lines(event: Event, grant: Grant, gaps: Sequence[Gap]) -> list[StepLine]:
    """The step onwards for everybody, so that all know what it waits for; steps back for who may take them."""
    lines = [_step_line(step, event, grant, gaps) for step in phases.steps_from(event.phase)]
    return [line for line in lines if line.may_take or not line.is_back]


def _step_line(step: Step, event: Event, grant: Grant, gaps: Sequence[Gap]) -> StepLine:
    order = list(Event.Phase)
    return StepLine(
        name=step.name,
        href=reverse(f"organizer:{PAGE_OF_RIGHT[step.right]}", args=[event.slug]),
        button=str(WORDS[step].button),
        effect=str(WORDS[step].effect),
        missing=gap_lines(phases.hindrances(step, event, gaps), event, grant),
        may_take=grant.may_change(step.right),
        who_may=who_may_change(step.right),
        is_back=order.index(step.after) < order.index(step.before),
    )


def question_of(
    step: Step, event: Event, gaps: Sequence[Gap], *, grant: Grant, at: datetime
) -> Question | None:
    """Every step can be taken back. Two are asked about, for what they leave behind."""
    if event.phase != step.before:
        return None
    if step is phases.WITHDRAW and gaps:  # it cannot be opened again until they are closed
        return withdrawing(event, gaps)
    if step is phases.CLOSE and has_points_without_seal(event):
        hindrances = readiness(event, at).hindrances if grant.may_see(Right.PROTOCOL) else ()
        return closing_unsealed(event, hindrances)
    return None


def closing_unsealed(event: Event, hindrances: Sequence[Gap]) -> Question:
    """Says what is missing to a sealed protocol: it names tied teams, and so is not for everybody who may close."""
    words = WORDS[phases.CLOSE]
    return Question(
        asks=gettext("Close the event without a sealed protocol?"),
        effects=[
            str(words.effect),
            gettext(
                "Points were given, and no protocol of them is sealed by the chair and the secretary."
            ),
            *(gap.sentence for gap in hindrances),
            gettext("Until it is, no place, no award and no point can be published."),
        ],
        undone=gettext(
            "It can be undone here: back to the day. The protocol can be sealed after the close, too."
        ),
        act=str(words.button),
        back=reverse("organizer:overview", args=[event.slug]),
    )


def withdrawing(event: Event, gaps: Sequence[Gap]) -> Question:
    said = ngettext(
        "%(missing)d thing is missing, and the event cannot be opened again before it is there:",
        "%(missing)d things are missing, and the event cannot be opened again before they are there:",
        len(gaps),
    )
    words = WORDS[phases.WITHDRAW]
    return Question(
        asks=gettext("Take the event back to draft?"),
        effects=[str(words.effect), said % {"missing": len(gaps)}, *(gap.sentence for gap in gaps)],
        undone=gettext(
            "It can be undone: open the event on its overview, when nothing is missing."
        ),
        act=str(words.button),
        back=reverse("organizer:overview", args=[event.slug]),
        extent=len(gaps),
    )


def gap_lines(gaps: Iterable[Gap], event: Event, grant: Grant) -> list[GapLine]:
    """The gaps at places this reader may see, each with the way there."""
    lines = []
    for gap in gaps:
        page = PAGE_OF_PLACE.get(first_part(gap.place))
        if page is None:
            lines.append(GapLine(gap.sentence, ""))
        elif grant.may_see(RIGHTS[page]):
            lines.append(GapLine(gap.sentence, reverse(f"organizer:{page}", args=[event.slug])))
    return lines


def who_may_change(right: Right) -> str:
    """The roles with this right, in words."""
    return ", ".join(str(role.label) for role, grant in POLICY.items() if grant.may_change(right))

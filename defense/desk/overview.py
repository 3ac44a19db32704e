"""The control room's first form: where the day stands, and what still needs a human."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from defense.desk.gaps import gap_rows
from defense.desk.holders import without_card
from defense.desk.places import RIGHTS, badge_rows
from defense.desk.reading import Reading
from diplomas.models import Diploma
from diplomas.reports import failed_jobs
from diplomas.services.issuing import members_to_serve
from events.access import Grant
from events.counting import counts_of
from events.models import Event, Pass, Person
from events.rules import PARTS_OF_A_NAME, people_notes
from experts.models import Interest, Protocol, Seat
from experts.reports import Grid, decided, scoring_progress, to_confirm
from projects.models import Project, TeamMember

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Todo:
    """Something that waits for a human, and the page where it is done."""

    sentence: str
    action: str
    href: str


@dataclass(frozen=True)
class Counts:
    """The day in figures."""

    projects: int
    experts: int
    named: int
    stated: int
    to_confirm: int
    to_consider: int
    expected: int
    submitted: int
    tied: int
    to_close: int
    to_seal: int
    sealed: int
    ready: int
    pending: int
    failed: int
    unissued: int
    experts_without_card: int
    trainees_without_card: int

    @property
    def unnamed(self) -> int:
        return max(self.stated - self.named, 0)

    @property
    def missing_sheets(self) -> int:
        return self.expected - self.submitted


@dataclass(frozen=True)
class Overview:
    counts: Counts
    todos: tuple[Todo, ...]


@dataclass(frozen=True)
class _Rule:
    """What is counted, what is said of it, and where it is done; the figure is `count` in the sentence."""

    count: Callable[[Counts], int]
    sentence: _StrPromise
    action: _StrPromise
    page: str
    anchor: str = ""
    is_decision: bool = False
    is_of_the_day: bool = False

    def concerns(self, event: Event, grant: Grant) -> bool:
        """A decision waits for who may take it; anything else is worth knowing for who may see it.

        What the day brings is nothing to do while the event is a draft.
        """
        if self.is_of_the_day and event.phase == Event.Phase.DRAFT:
            return False
        right = RIGHTS[self.page]
        return grant.may_change(right) if self.is_decision else grant.may_see(right)


MOST_NOTES: Final = 3
# In the order of the day.
RULES: Final = (
    _Rule(
        lambda counts: counts.unnamed,
        ngettext_lazy(
            "%(count)d of %(stated)d people has no name yet.",
            "%(count)d of %(stated)d people have no name yet.",
            "count",
        ),
        _("See the teams"),
        "teams",
    ),
    _Rule(
        lambda counts: counts.to_confirm,
        ngettext_lazy(
            "%(count)d expert may be in a team or supervise it, and counts as recused until somebody decides.",
            "%(count)d experts may be in a team or supervise it, and count as recused until somebody decides.",
            "count",
        ),
        _("Decide"),
        "panel",
        is_decision=True,
    ),
    _Rule(
        lambda counts: counts.to_consider,
        ngettext_lazy(
            "%(count)d further interest of an expert in a team is undecided.",
            "%(count)d further interests of experts in teams are undecided.",
            "count",
        ),
        _("Look at them"),
        "panel",
        is_decision=True,
    ),
    _Rule(
        lambda counts: counts.experts_without_card,
        ngettext_lazy(
            "%(count)d expert has no access card.",
            "%(count)d experts have no access card.",
            "count",
        ),
        _("Make the cards"),
        "passes",
    ),
    _Rule(
        lambda counts: counts.trainees_without_card,
        ngettext_lazy(
            "%(count)d trainee has no access card.",
            "%(count)d trainees have no access card.",
            "count",
        ),
        _("Make the cards"),
        "passes",
        "#trainee",
    ),
    _Rule(
        lambda counts: counts.missing_sheets,
        ngettext_lazy(
            "%(count)d of %(expected)d score sheets is not submitted.",
            "%(count)d of %(expected)d score sheets are not submitted.",
            "count",
        ),
        _("Follow the scoring"),
        "scoring",
        is_of_the_day=True,
    ),
    _Rule(
        lambda counts: counts.to_close,
        ngettext_lazy(
            "The %(count)d expected score sheet is in: close the scoring.",
            "All %(count)d expected score sheets are in: close the scoring.",
            "count",
        ),
        _("To the scoring"),
        "scoring",
        is_decision=True,
    ),
    _Rule(
        lambda counts: counts.tied,
        ngettext_lazy(
            "%(count)d team shares a place that counts: the place is undecided.",
            "%(count)d teams share places that count: these places are undecided.",
            "count",
        ),
        _("See the results"),
        "results",
    ),
    _Rule(
        lambda counts: counts.to_seal,
        ngettext_lazy(
            "%(count)d score sheet counts: the panel deliberates, and the protocol is sealed.",
            "%(count)d score sheets count: the panel deliberates, and the protocol is sealed.",
            "count",
        ),
        _("To the protocol"),
        "protocol",
        is_decision=True,
    ),
    _Rule(
        lambda counts: counts.failed,
        ngettext_lazy(
            "%(count)d diploma could not be made.",
            "%(count)d diplomas could not be made.",
            "count",
        ),
        _("See why"),
        "diplomas",
    ),
    _Rule(
        lambda counts: counts.pending - counts.failed,
        ngettext_lazy(
            "%(count)d diploma is being made.", "%(count)d diplomas are being made.", "count"
        ),
        _("Watch"),
        "diplomas",
    ),
    _Rule(
        lambda counts: counts.unissued,
        ngettext_lazy(
            "%(count)d trainee has no diploma yet.",
            "%(count)d trainees have no diploma yet.",
            "count",
        ),
        _("Diplomas"),
        "diplomas",
        is_of_the_day=True,
    ),
)


def reading_of(event: Event, grant: Grant) -> Reading:
    """One query for all figures of the page, its menu included; the grid asks when it is asked."""
    rows = figure_rows(event) | gap_rows(event) | badge_rows(event, grant)
    return Reading(Grid(event), counts_of(event, rows))


def overview_of(event: Event, grant: Grant, reading: Reading) -> Overview:
    counts = _counts(event, reading)
    return Overview(counts=counts, todos=tuple(_todos(event, counts, grant)))


def _names_to_look_at(event: Event) -> Iterator[Todo]:
    """Names that look right and may be found by nobody: one line for all of them."""
    people = Person.objects.of_event(event).order_by("pk")
    named = people.values_list(*PARTS_OF_A_NAME, "printed_names", named=True)
    sentences = list(dict.fromkeys(note.sentence for note in people_notes(named)))
    shown = " ".join(sentences[:MOST_NOTES]) + (" …" if len(sentences) > MOST_NOTES else "")
    if shown:
        href = reverse("organizer:teams", args=[event.slug])
        yield Todo(shown, str(_("See the teams")), href)


def _todos(event: Event, counts: Counts, grant: Grant) -> Iterator[Todo]:
    """What concerns this reader; what is done says nothing."""
    if grant.may_see(RIGHTS["teams"]):
        yield from _names_to_look_at(event)
    for rule in RULES:
        if rule.concerns(event, grant) and (count := rule.count(counts)):
            figures = {"count": count, "stated": counts.stated, "expected": counts.expected}
            href = reverse(f"organizer:{rule.page}", args=[event.slug]) + rule.anchor
            yield Todo(rule.sentence % figures, str(rule.action), href)


def figure_rows(event: Event) -> dict[str, QuerySet[Any]]:
    """What the figures count, by the name of each in `Counts`; `undecided` are all interests that are."""
    diplomas = Diploma.objects.of_event(event)
    return {
        "projects": Project.objects.of_event(event),
        "experts": Seat.objects.of_event(event).scoring(),
        "named": TeamMember.objects.of_event(event),
        "to_confirm": to_confirm(event),
        "undecided": Interest.objects.of_event(event).filter(outcome=Interest.Outcome.UNDECIDED),
        "sealed": Protocol.objects.of_event(event).sealed(),
        "ready": diplomas.ready(),
        "pending": diplomas.filter(state=Diploma.State.PENDING),
        "failed": failed_jobs(event),
        "unissued": members_to_serve(event),
        "experts_without_card": without_card(event, Pass.Kind.EXPERT),
        "trainees_without_card": without_card(event, Pass.Kind.TRAINEE),
    }


def _counts(event: Event, reading: Reading) -> Counts:
    counted = {name: reading.counts[name] for name in figure_rows(event)}
    undecided = counted.pop("undecided")
    sheets = scoring_progress(event, reading.grid)
    is_whole = 0 < sheets.expected_count == sheets.submitted_count
    is_settled = is_whole or not event.is_scoring_open
    return Counts(
        **counted,
        stated=event.trainees_stated,
        to_consider=undecided - counted["to_confirm"],
        expected=sheets.expected_count,
        submitted=sheets.submitted_count,
        tied=len(decided(reading.grid).standings.undecided) if is_settled else 0,
        to_close=sheets.expected_count if is_whole and event.is_scoring_open else 0,
        to_seal=0 if event.is_scoring_open or counted["sealed"] else sheets.submitted_count,
    )

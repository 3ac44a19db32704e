"""The control room's first form: where the day stands, and what still needs a human."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defense.cards import holders_of
from diplomas.models import Diploma, RenderJob
from events.models import Event, Pass
from experts.models import Interest, Seat
from experts.reports import scoring_progress
from projects.models import Project, TeamMember


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
    ready: int
    pending: int
    failed: int
    experts_without_card: int
    trainees_without_card: int

    @property
    def unnamed(self) -> int:
        return max(self.stated - self.named, 0)

    @property
    def missing_sheets(self) -> int:
        return self.expected - self.submitted

    @property
    def unissued(self) -> int:
        return max(self.named - self.ready - self.pending, 0)


@dataclass(frozen=True)
class Overview:
    counts: Counts
    todos: tuple[Todo, ...]


def overview_of(event: Event) -> Overview:
    """A constant number of queries, however large the event."""
    counts = _counts(event)
    return Overview(counts=counts, todos=tuple(_todos(event, counts)))


def _counts(event: Event) -> Counts:
    undecided = Interest.objects.of_event(event).filter(outcome=Interest.Outcome.UNDECIDED)
    to_confirm = undecided.awaiting_confirmation().count()
    sheets = scoring_progress(event)
    diplomas = Diploma.objects.of_event(event)
    pending = diplomas.filter(state=Diploma.State.PENDING)
    return Counts(
        projects=Project.objects.of_event(event).count(),
        experts=Seat.objects.of_event(event).scoring().count(),
        named=TeamMember.objects.of_event(event).count(),
        stated=event.trainees_stated,
        to_confirm=to_confirm,
        to_consider=undecided.count() - to_confirm,
        expected=sheets.expected_count,
        submitted=sheets.submitted_count,
        ready=diplomas.ready().count(),
        pending=pending.count(),
        failed=pending.filter(renderjob__state=RenderJob.State.FAILED).count(),
        experts_without_card=len(holders_of(event, Pass.Kind.EXPERT).missing),
        trainees_without_card=len(holders_of(event, Pass.Kind.TRAINEE).missing),
    )


def _todos(event: Event, counts: Counts) -> Iterator[Todo]:
    """In the order of the day; what is done says nothing."""
    yield from _of_people(event, counts)
    yield from _of_panel(event, counts)
    yield from _of_cards(event, counts)
    yield from _of_scoring(event, counts)
    yield from _of_diplomas(event, counts)


def _of_people(event: Event, counts: Counts) -> Iterator[Todo]:
    if counts.unnamed:
        said = ngettext(
            "%(unnamed)d of %(stated)d people has no name yet.",
            "%(unnamed)d of %(stated)d people have no name yet.",
            counts.unnamed,
        ) % {"unnamed": counts.unnamed, "stated": counts.stated}
        yield Todo(said, _("See the teams"), _page("teams", event))


def _of_panel(event: Event, counts: Counts) -> Iterator[Todo]:
    if counts.to_confirm:
        said = ngettext(
            "%(count)d expert may supervise a team, and counts as recused until somebody decides.",
            "%(count)d experts may supervise a team, and count as recused until somebody decides.",
            counts.to_confirm,
        )
        yield Todo(said % {"count": counts.to_confirm}, _("Decide"), _page("panel", event))
    if counts.to_consider:
        said = ngettext(
            "%(count)d further interest of an expert in a team is undecided.",
            "%(count)d further interests of experts in teams are undecided.",
            counts.to_consider,
        )
        yield Todo(said % {"count": counts.to_consider}, _("Look at them"), _page("panel", event))


def _of_cards(event: Event, counts: Counts) -> Iterator[Todo]:
    if counts.experts_without_card:
        said = ngettext(
            "%(count)d expert has no access card.",
            "%(count)d experts have no access card.",
            counts.experts_without_card,
        )
        yield Todo(
            said % {"count": counts.experts_without_card},
            _("Make the cards"),
            _page("passes", event),
        )
    if counts.trainees_without_card:
        said = ngettext(
            "%(count)d trainee has no access card.",
            "%(count)d trainees have no access card.",
            counts.trainees_without_card,
        )
        yield Todo(
            said % {"count": counts.trainees_without_card},
            _("Make the cards"),
            _page("passes", event) + "#trainee",
        )


def _of_scoring(event: Event, counts: Counts) -> Iterator[Todo]:
    if counts.missing_sheets:
        said = ngettext(
            "%(missing)d of %(expected)d score sheets is not submitted.",
            "%(missing)d of %(expected)d score sheets are not submitted.",
            counts.missing_sheets,
        ) % {"missing": counts.missing_sheets, "expected": counts.expected}
        yield Todo(said, _("Follow the scoring"), _page("scoring", event))


def _of_diplomas(event: Event, counts: Counts) -> Iterator[Todo]:
    if counts.failed:
        said = ngettext(
            "%(count)d diploma could not be made.",
            "%(count)d diplomas could not be made.",
            counts.failed,
        )
        yield Todo(said % {"count": counts.failed}, _("See why"), _page("diplomas", event))
    if waiting := counts.pending - counts.failed:
        said = ngettext(
            "%(count)d diploma is being made.", "%(count)d diplomas are being made.", waiting
        )
        yield Todo(said % {"count": waiting}, _("Watch"), _page("diplomas", event))
    if counts.unissued:
        said = ngettext(
            "%(count)d trainee has no diploma yet.",
            "%(count)d trainees have no diploma yet.",
            counts.unissued,
        )
        yield Todo(said % {"count": counts.unissued}, _("Diplomas"), _page("diplomas", event))


def _page(name: str, event: Event) -> str:
    return reverse(f"organizer:{name}", args=[event.slug])

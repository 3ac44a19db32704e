"""The rehearsal of an event as its page shows it, and the questions before it begins and before it goes."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from defense.rehearsal.casting import refuse_to_mix
from defense.rehearsal.playing import refuse_on_the_day
from diplomas.models import Diploma
from diplomas.services.issuing import members_to_serve
from events.asking import Question
from events.errors import DomainError
from events.models import Event, Pass, Rehearsal
from experts.models import Presence, ScoreSheet, Seat
from projects.models import Defense, DrawStep


@dataclass(frozen=True)
class RehearsalPage:
    """`played` is None when none was started here; `hindrance` says why none can be started."""

    is_on: bool
    played: Rehearsal | None
    sheets: int
    diplomas: int
    hindrance: str

    @property
    def error(self) -> str:
        """As it is kept, in the reader's language."""
        return _(self.played.error) if self.played and self.played.error else ""

    @property
    def goes_on(self) -> bool:
        return self.played is not None and self.played.goes_on


def rehearsal_page(event: Event) -> RehearsalPage:
    return RehearsalPage(
        is_on=event.is_rehearsal,
        played=Rehearsal.objects.filter(event=event).first(),
        sheets=ScoreSheet.objects.of_event(event).submitted().count(),
        diplomas=Diploma.objects.of_event(event).filter(is_rehearsal=True).count(),
        hindrance="" if event.is_rehearsal else _hindrance(event),
    )


def _hindrance(event: Event) -> str:
    try:
        refuse_to_mix(event)
        refuse_on_the_day(event)
    except DomainError as refusal:
        return str(refusal)
    return ""


def starting(event: Event) -> Question:
    teams, experts = (
        Defense.objects.of_event(event).count(),
        Seat.objects.of_event(event).scoring().count(),
    )
    return Question(
        asks=_("Rehearse the day?"),
        effects=[
            _(
                "%(teams)s teams go on stage one after another, and %(experts)s experts score them with imagined points."
            )
            % {"teams": teams, "experts": experts},
            _(
                "Then the scoring is closed, a protocol is sealed for chair and secretary, and diplomas of the rehearsal are made: %(count)s."
            )
            % {"count": members_to_serve(event).count()},
            _(
                "Meanwhile every page says that it is a rehearsal, and cards of the day give no points."
            ),
        ],
        undone=_("Nothing of it counts. All of it is taken back on the same page."),
        act=_("Start the rehearsal"),
        back=reverse("organizer:rehearsal", args=[event.slug]),
    )


def taking_back(event: Event) -> Question:
    sheets = ScoreSheet.objects.of_event(event).count()
    diplomas = Diploma.objects.of_event(event).filter(is_rehearsal=True).count()
    cards = Pass.objects.filter(person__event=event, is_rehearsal=True).count()
    drawn = DrawStep.objects.filter(room__event=event, is_rehearsal=True).count()
    noted = Presence.objects.filter(defense__project__event=event, is_rehearsal=True).count()
    counts = (
        (_("Score sheets with their points: %(count)s"), sheets),
        (_("Diplomas of the rehearsal, with their files and numbers: %(count)s"), diplomas),
        (_("Cards of the rehearsal: %(count)s"), cards),
        (_("Steps of the draw noted in it: %(count)s"), drawn),
        (_("Notes of who was there: %(count)s"), noted),
    )
    effects = [words % {"count": count} for words, count in counts if count]
    return Question(
        asks=_("Take the rehearsal back?"),
        effects=[
            *effects,
            _("The hours of the run of show and the close of the scoring go as well."),
            _("People, teams, panel, ties and settings stay as they are now."),
        ],
        undone=_("What goes cannot be brought back; another rehearsal can be started."),
        act=_("Take it back"),
        back=reverse("organizer:rehearsal", args=[event.slug]),
    )


def told_removed(removed: dict[str, int]) -> str:
    said = _(
        "The rehearsal is taken back. Score sheets: %(sheets)s, diplomas: %(diplomas)s, cards: %(passes)s."
    )
    return said % removed

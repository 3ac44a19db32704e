"""The ties of whoever holds the tablet: what was declared or found, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from events.models import Event, Person
from experts.errors import DeclaredInRehearsal, DeclaredTooLate
from experts.models import Interest, ScoreSheet, Seat
from experts.pages.tablet import Holder
from projects.models import Project


@dataclass(frozen=True)
class MyInterest:
    """One tie, in the second person. Of what the program found, only what it is, and not whose name it is."""

    number: int
    topic: str
    kind: str
    said: str
    state: str
    tone: str
    meaning: str
    reason: str
    was_given: bool

    @classmethod
    def of(cls, interest: Interest, *, is_aside: bool) -> Self:
        is_own = interest.is_declared
        return cls(
            number=interest.project.number,
            topic=str(interest.project.topic),
            kind=str(interest.get_kind_display()),
            said=interest.evidence if is_own else "",
            state=_state(interest),
            tone="off" if interest.is_recusing else "",
            meaning=_meaning(interest),
            reason=interest.reason if is_own else "",
            was_given=is_aside and interest.is_recusing,
        )


def _state(interest: Interest) -> str:
    if interest.outcome == Interest.Outcome.UNDECIDED:
        return _("to be decided")
    return str(interest.get_outcome_display())


def _meaning(interest: Interest) -> str:
    if interest.outcome == Interest.Outcome.UNDECIDED:
        if interest.is_recusing:
            return _("You do not score this team until the organizers decide.")
        return _("The organizers decide. Until then you score this team.")
    meanings = {
        Interest.Outcome.RECUSE: _("You do not score this team."),
        Interest.Outcome.DISCLOSE: _("You score this team, and the tie is announced."),
    }
    let_pass = _("You score this team: the organizers see no tie that matters.")
    return meanings.get(Interest.Outcome(interest.outcome), let_pass)


@dataclass(frozen=True)
class MyInterestsPage:
    """`closed` says why nothing can be declared now, if so."""

    holder: Holder
    interests: tuple[MyInterest, ...]
    is_seated: bool
    closed: str


def my_interests_page(person: Person, seats: Sequence[Seat]) -> MyInterestsPage:
    """What was found and dismissed without a word of the expert is no news, and stays away."""
    aside = set(
        ScoreSheet.objects.filter(seat__in=seats, state=ScoreSheet.State.SET_ASIDE).values_list(
            "seat", "defense__project"
        )
    )
    found = Interest.objects.filter(seat__in=seats).select_related("project")
    found = found.exclude(source=Interest.Source.DETECTED, outcome=Interest.Outcome.DISMISS)
    return MyInterestsPage(
        holder=Holder.of(person, seats[0] if seats else None),
        interests=tuple(
            MyInterest.of(each, is_aside=(each.seat_id, each.project_id) in aside)
            for each in found.order_by("project__number", "kind")
        ),
        is_seated=bool(seats),
        closed=_why_closed(person.event),
    )


def _why_closed(event: Event) -> str:
    if event.is_rehearsal:
        return str(DeclaredInRehearsal())
    return "" if event.is_scoring_open else str(DeclaredTooLate())


def teams_to_choose(projects: Iterable[Project]) -> list[tuple[int, str]]:
    """By id: the number of a team may be another one when the form is sent."""
    return [(each.pk, str(each)) for each in projects]

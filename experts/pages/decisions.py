"""The ties that a chair, or the deputy for the chair, decides on the tablet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Person
from experts.errors import DecidedInRehearsal, ResultStands
from experts.forms import DecideInterestForm
from experts.models import Interest, Seat
from experts.models.panel import InterestQuerySet
from experts.pages.tablet import Holder
from experts.services.deciding import decidable_from, falling_to, tied_to


@dataclass(frozen=True)
class TieToDecide:
    id: int
    expert: str
    number: int
    topic: str
    kind: str
    evidence: str
    source: str
    meaning: str
    form: DecideInterestForm

    @classmethod
    def of(cls, interest: Interest, form: DecideInterestForm) -> Self:
        waits = _("Until you decide, this expert does not score the team.")
        scores = _("Until you decide, this expert scores the team.")
        return cls(
            id=interest.pk,
            expert=interest.seat.person.name,
            number=interest.project.number,
            topic=str(interest.project.topic),
            kind=str(interest.get_kind_display()),
            evidence=interest.evidence,
            source=str(interest.get_source_display()),
            meaning=waits if interest.is_recusing else scores,
            form=form,
        )


@dataclass(frozen=True)
class TieDecided:
    expert: str
    number: int
    outcome: str
    reason: str
    who: str

    @classmethod
    def of(cls, interest: Interest) -> Self:
        return cls(
            expert=interest.seat.person.name,
            number=interest.project.number,
            outcome=str(interest.get_outcome_display()),
            reason=interest.reason,
            who=interest.decider,
        )


@dataclass(frozen=True)
class DecisionsPage:
    """`may` says whether this person decides on anybody; `closed` why nothing can be decided now; `left` which ties others decide."""

    holder: Holder
    may: bool
    is_deputy: bool
    closed: str
    left: str
    open: Sequence[TieToDecide]
    decided: Sequence[TieDecided]


def deciding_seats(seats: Sequence[Seat]) -> list[Seat]:
    """The seats from which this person decides, in as many rooms as they sit in."""
    return [each for each in seats if each.role in (Seat.Role.CHAIR, Seat.Role.DEPUTY)]


def decisions_page(
    person: Person, seats: Sequence[Seat], answered: tuple[int, DecideInterestForm] | None = None
) -> DecisionsPage:
    """Two queries besides the seats for each from which is decided. A form that was refused stands in its place."""
    deciding = deciding_seats(seats)
    ties = [tie for seat in deciding for tie in _ties(seat)]
    waiting = [each for each in ties if each.outcome == Interest.Outcome.UNDECIDED]
    decided = [each for each in ties if each not in waiting and each.reason]
    answers = dict([answered] if answered else [])
    return DecisionsPage(
        holder=Holder.of(person, next(iter([*deciding, *seats]), None)),
        may=bool(deciding),
        is_deputy=bool(deciding) and all(each.role == Seat.Role.DEPUTY for each in deciding),
        closed=_why_closed(person),
        left=_left_to_others(deciding),
        open=[TieToDecide.of(each, answers.get(each.pk) or form_of(each.pk)) for each in waiting],
        decided=[TieDecided.of(each) for each in decided],
    )


def form_of(interest_id: int, data: Any = None) -> DecideInterestForm:
    return DecideInterestForm(data, ties=[(interest_id, "")], prefix=f"tie-{interest_id}")


def _ties(seat: Seat) -> InterestQuerySet:
    ties = decidable_from(seat).select_related(
        "seat__person", "project", "decided_by", "decided_from__person"
    )
    return ties.order_by("seat__order", "project__number", "kind")


def _left_to_others(seats: Sequence[Seat]) -> str:
    """The teams to which this person is tied and others have open ties."""
    numbers = sorted({number for each in seats for number in _left_from(each)})
    if not numbers:
        return ""
    sentence = ngettext(
        "You are recused from team %(teams)s or have an open tie to it: on the ties of others to it somebody else decides.",
        "You are recused from teams %(teams)s or have open ties to them: on the ties of others to them somebody else decides.",
        len(numbers),
    )
    return sentence % {"teams": ", ".join(map(str, numbers))}


def _left_from(seat: Seat) -> Iterable[int]:
    waiting = falling_to(seat).filter(outcome=Interest.Outcome.UNDECIDED)
    left = waiting.filter(project__in=tied_to([seat.person_id]))
    return left.values_list("project__number", flat=True)


def _why_closed(person: Person) -> str:
    if person.event.is_rehearsal:
        return str(DecidedInRehearsal())
    return "" if person.event.is_scoring_open else str(ResultStands())

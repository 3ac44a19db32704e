"""What a panel may be (see events/rules.py).

Flaws: two chairs, an expert on two seats, a tie that is disclosed twice or of nobody on the panel.
Gaps: no chair, a team that nobody may score, or fewer experts than a result needs.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.rules import Flaw, Gap, readable, unknown_keys
from projects.rules import no_such_project


class Seat(Protocol):
    """A place on the panel, by the key of the person."""

    @property
    def person(self) -> str: ...
    @property
    def role(self) -> str: ...


class Disclosure(Protocol):
    """A tie of several experts to several projects, with its reason."""

    @property
    def kind(self) -> str: ...
    @property
    def experts(self) -> Sequence[str | None]: ...
    @property
    def projects(self) -> Sequence[int | None]: ...
    @property
    def reason(self) -> str: ...


Seats = Sequence[Seat | None] | None
Disclosures = Sequence[Disclosure | None] | None

CHAIR = "chair"
SCORING_ROLES = (CHAIR, "deputy", "member")


@dataclass(frozen=True)
class Scorable:
    """A team with the seats of its panel that score, and how many of them may score this team."""

    number: int
    seat_count: int
    expert_count: int


def panel_flaws(seats: Seats, known: Collection[str] | None) -> Iterator[Flaw]:
    taken = list(readable(seats))
    yield from unknown_keys(((f"panel[{i}].person", seat.person) for i, seat in taken), known)
    chairs = [i for i, seat in taken if seat.role == CHAIR]
    for i in chairs[1:]:
        reason = _("A panel has one chair, and panel[%(first)s] is the chair already.")
        yield Flaw(f"panel[{i}].role", reason % {"first": chairs[0]})
    first: dict[str, int] = {}
    for i, seat in taken:
        if seat.person and first.setdefault(seat.person, i) != i:
            reason = _("This expert sits in panel[%(first)s] already.")
            yield Flaw(f"panel[{i}].person", reason % {"first": first[seat.person]})


def panel_gaps(roles: Collection[str]) -> Iterator[Gap]:
    if CHAIR not in roles:
        yield Gap("panel", _("The panel has no chair."))


def scoring_gaps(teams: Sequence[Scorable], least_sheets: int) -> Iterator[Gap]:
    """Teams that nobody of their panel may score, or fewer than a result needs."""
    for i, team in enumerate(teams):
        least = min(least_sheets, team.seat_count)
        if not team.seat_count or team.expert_count >= least:
            continue
        reason = ngettext(
            "Team %(number)s may be scored by %(count)s expert only; a result needs %(least)s.",
            "Team %(number)s may be scored by %(count)s experts only; a result needs %(least)s.",
            team.expert_count,
        )
        if not team.expert_count:
            reason = _(
                "Team %(number)s: nobody may score it. Every expert of its panel is recused, or counts as"
                " recused until somebody decides."
            )
        figures = {"number": team.number, "count": team.expert_count, "least": least}
        yield Gap(f"projects[{i}]", reason % figures)


def disclosure_flaws(
    disclosures: Disclosures,
    seats: Seats,
    known: Collection[str] | None,
    numbers: Collection[int] | None,
) -> Iterator[Flaw]:
    seated = _seated(seats)
    for i, disclosure in readable(disclosures):
        experts = [(f"disclosures[{i}].experts[{j}]", k) for j, k in readable(disclosure.experts)]
        yield from unknown_keys(experts, known)
        for place, key in experts:
            if None not in (seated, known) and key in (known or ()) and key not in (seated or ()):
                yield Flaw(place, _("This person has no seat on the panel."))
        for j, number in readable(disclosure.projects):
            if numbers is not None and number not in numbers:
                yield Flaw(f"disclosures[{i}].projects[{j}]", no_such_project(number))
    yield from _repeated_ties(disclosures)


def _seated(seats: Seats) -> frozenset[str] | None:
    """The keys of those who sit, or None while one of the seats cannot be read."""
    if seats is None or any(seat is None or not seat.person for seat in seats):
        return None
    return frozenset(seat.person for seat in seats if seat)


def _repeated_ties(disclosures: Disclosures) -> Iterator[Flaw]:
    """One expert has one tie of a kind to a project; what is said of several is written once."""
    first: dict[object, int] = {}
    ties: dict[object, int] = {}
    for i, disclosure in readable(disclosures):
        said = (disclosure.kind, disclosure.reason, frozenset(disclosure.projects or ()))
        if disclosure.reason and first.setdefault(said, i) != i:
            reason = _("disclosures[%(first)s] says the same of these projects; put them together.")
            yield Flaw(f"disclosures[{i}].reason", reason % {"first": first[said]})
        for j, key in readable(disclosure.experts):
            for number in filter(None, set(disclosure.projects or ())):
                if disclosure.kind and ties.setdefault((disclosure.kind, key, number), i) != i:
                    reason = _("This tie to project %(number)s is disclosed already.")
                    yield Flaw(f"disclosures[{i}].experts[{j}]", reason % {"number": number})

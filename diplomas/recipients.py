"""Whom a document of a kind may be given to, and for work on which projects. Ranks and points play no part.

An award of the day goes to the teams to which the sealed protocol gave it, and one in words of its own to any of them;
where the panel gave none, or has not sealed, to whom the organizers choose. Before the seal nothing here follows from
what the panel gave. An award that is issued keeps to its team, whatever the panel gives.
"""

import typing
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from diplomas.awards import teams_awarded
from diplomas.models import Diploma
from events.models import Event, Person
from experts.models import Protocol, Seat
from projects.models import Project, Supervisor, TeamMember
from projects.models.project import TeamMemberQuerySet

Kind = Diploma.Kind


class Recipient(typing.Protocol):
    """Somebody with the projects that their document names; a place in a team is one."""

    @property
    def person(self) -> Person: ...
    @property
    def person_id(self) -> int: ...
    @property
    def projects(self) -> Sequence[Project]: ...


@dataclass(frozen=True)
class Thanked:
    """Who helped the teams: a supervisor with their projects, an expert with none."""

    person: Person
    projects: Sequence[Project] = ()

    @property
    def person_id(self) -> int:
        return self.person.pk


def recipients_of(
    event: Event, kind: str, *, among: Collection[int] | None = None, award: str = ""
) -> Sequence[Recipient]:
    """In the order of the register; `among` are keys of people who are meant, `award` by what it is told apart."""
    match Kind(kind):
        case Kind.SUPERVISOR:
            found: Sequence[Recipient] = supervisors_of(event)
        case Kind.EXPERT:
            found = experts_of(event)
        case _:
            found = list(members_for(event, kind, award).in_order().with_projects())
    return [each for each in found if among is None or each.person_id in among]


def holders_among(event: Event, kind: str, people: Collection[int]) -> Sequence[Recipient]:
    """The same of those who have one already, who need not be given it."""
    return recipients_of(event, Kind.DIPLOMA if kind == Kind.AWARD else kind, among=people)


def members_for(event: Event, kind: str, award: str = "") -> TeamMemberQuerySet:
    """The members of teams among whom a new document of this kind may be given."""
    members = TeamMember.objects.of_event(event)
    if kind != Kind.AWARD:
        return members
    teams = teams_awarded(event, award)
    return members if teams is None else members.filter(project__in=teams)


def awaits_the_seal(event: Event) -> bool:
    """Whether the panel may still give awards, or none."""
    if event.scoring_closed_at is None:
        return False
    is_sealed = Protocol.objects.is_sealed(event)
    return not is_sealed and Seat.objects.of_event(event).exists()


def supervisors_of(event: Event) -> list[Thanked]:
    """Each once, with all their projects."""
    rows = Supervisor.objects.filter(project__event=event).select_related("person", "project")
    projects: dict[Person, list[Project]] = defaultdict(list)
    for each in rows.order_by("project__number", "order"):
        projects[each.person].append(each.project)
    return [Thanked(person, tuple(theirs)) for person, theirs in projects.items()]


def experts_of(event: Event) -> list[Thanked]:
    """Everybody with a seat, whatever its role, once."""
    seats = Seat.objects.of_event(event).select_related("person").order_by("panel", "order")
    return [Thanked(person) for person in dict.fromkeys(seat.person for seat in seats)]

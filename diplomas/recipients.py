"""Whom a document of a kind may be given to, and for work on which projects. Ranks and points play no part."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from diplomas.models import Diploma
from events.models import Event, Person
from experts.models import Seat
from projects.models import Project, Supervisor, TeamMember

Kind = Diploma.Kind


class Recipient(Protocol):
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
    event: Event, kind: str, *, among: Collection[int] | None = None
) -> Sequence[Recipient]:
    """In the order of the register; `among` are keys of people who are meant."""
    match Kind(kind):
        case Kind.SUPERVISOR:
            found: Sequence[Recipient] = supervisors_of(event)
        case Kind.EXPERT:
            found = experts_of(event)
        case _:
            found = list(TeamMember.objects.of_event(event).in_order().with_projects())
    return [each for each in found if among is None or each.person_id in among]


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

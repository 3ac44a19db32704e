"""Who on the panel has a role in a project, by the person first and then by the name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from events.models import Person
from experts.conflicts import Match, match_names
from experts.models import Interest, Seat
from projects.models import Project

Pairs = Mapping[int, Mapping[int, Match]]


@dataclass(frozen=True)
class RoleMatch:
    """An expert who is, or may be, one or more of those who have this role in the project."""

    seat: Seat
    project: Project
    kind: Interest.Kind
    people: tuple[Person, ...]
    is_certain: bool

    @property
    def is_same_person(self) -> bool:
        return any(person.pk == self.seat.person_id for person in self.people)

    @property
    def evidence(self) -> str:
        names = "; ".join(person.name for person in self.people)
        return f"{self.seat.person.name} · {names}"


def matched_roles(seats: Sequence[Seat], projects: Sequence[Project]) -> list[RoleMatch]:
    """Every seat against everybody with a role, in the order of the projects and the seats."""
    everybody = {p.pk: p for each in projects for _kind, people in roles_in(each) for p in people}
    pairs = match_people([seat.person for seat in seats], list(everybody.values()))
    known = [seat for seat in seats if seat.person_id in pairs]
    return [
        match
        for project in projects
        for seat in known
        for match in _matches_of(seat, project, pairs[seat.person_id])
    ]


def _matches_of(seat: Seat, project: Project, alike: Mapping[int, Match]) -> Iterator[RoleMatch]:
    for kind, people in roles_in(project):
        if found := tuple(person for person in people if person.pk in alike):
            is_certain = any(alike[person.pk] == Match.CERTAIN for person in found)
            yield RoleMatch(seat, project, kind, found, is_certain)


def roles_in(project: Project) -> Iterator[tuple[Interest.Kind, list[Person]]]:
    yield Interest.Kind.SUPERVISOR, [each.person for each in project.supervisors]
    yield Interest.Kind.MEMBER, [each.person for each in project.teammember_set.all()]


def match_people(experts: Sequence[Person], people: Sequence[Person]) -> Pairs:
    """For each expert the people that they are, or may be; who is like nobody is left out."""
    found: dict[int, dict[int, Match]] = defaultdict(dict)
    for expert in experts:
        for person in people:
            if match := _match(expert, person):
                found[expert.pk][person.pk] = match
    return found


def _match(expert: Person, person: Person) -> Match:
    return Match.CERTAIN if expert.pk == person.pk else match_names(expert.name, person.name)

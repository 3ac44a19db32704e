"""Who on the panel has a role in a project, by the person and by name, or works where a member works.

The one entry to the comparison. Names and employers are compared by a key in common (`conflicts.py`),
so the work grows with what is found and not with seats times people. Answers are remembered:
`compare_ahead` asks for them before anything is locked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from events.models import Person
from experts.conflicts import Match, matching_employers, matching_names
from experts.models import Interest, Seat
from projects.models import Project, TeamMember

# By the ids of an expert and of the people that they are, or may be.
Pairs = Mapping[int, Mapping[int, Match]]
# A name, and employers as columns or entries hold them.
Heard = tuple[str, Sequence[object]]


@dataclass(frozen=True)
class RoleMatch:
    """An expert who is, or may be, one or more of those who have this role in the project."""

    seat: Seat
    project: Project
    kind: Interest.Kind
    people: tuple[Person, ...]
    is_certain: bool

    @property
    def key(self) -> tuple[int, int, str]:
        """What it is on record by."""
        return self.seat.pk, self.project.pk, str(self.kind)

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
    pairs = _alike([seat.person for seat in seats], list(everybody.values()))
    known = [seat for seat in seats if seat.person_id in pairs]
    return [
        match
        for project in projects
        for seat in known
        for match in _matches_of(seat, project, pairs[seat.person_id])
    ]


def roles_in(project: Project) -> Iterator[tuple[Interest.Kind, list[Person]]]:
    yield Interest.Kind.SUPERVISOR, [each.person for each in project.supervisors]
    yield Interest.Kind.MEMBER, [each.person for each in project.teammember_set.all()]


def colleagues_between(
    seats: Sequence[Seat], projects: Sequence[Project]
) -> list[tuple[Seat, Project, list[TeamMember]]]:
    """Members of each team who work where an expert works, other than the expert, in the team's order."""
    met = _who_work_together(seats, projects)
    found = (
        (seat, project, _others(seat, project, met[seat.pk, project.pk]))
        for project in projects
        for seat in seats
        if (seat.pk, project.pk) in met
    )
    return [(seat, project, members) for seat, project, members in found if members]


def compare_ahead(seated: Sequence[Heard], people: Sequence[Heard]) -> None:
    """Compare names and employers and remember the answers: comparing them again is only looking up."""
    matching_names([name for name, _works in seated], [name for name, _works in people])
    ours, theirs = (
        {text for _name, works in each for employer in works for text in texts_of(employer)}
        for each in (seated, people)
    )
    matching_employers(ours, theirs)


def employers_of(seat: Seat) -> set[str]:
    return texts_of(seat.affiliation) | texts_of(seat.person.organisation)


def texts_of(value: object) -> set[str]:
    """What a text says in each of its languages."""
    data = value.data if isinstance(value, LazyI18nString) else value
    texts = data.values() if isinstance(data, dict) else [data or ""]
    return {str(text) for text in texts if text}


def _matches_of(seat: Seat, project: Project, alike: Mapping[int, Match]) -> Iterator[RoleMatch]:
    for kind, people in roles_in(project):
        if found := tuple(person for person in people if person.pk in alike):
            is_certain = any(alike[person.pk] == Match.CERTAIN for person in found)
            yield RoleMatch(seat, project, kind, found, is_certain)


def _alike(experts: Sequence[Person], people: Sequence[Person]) -> Pairs:
    """Who is like nobody is left out; one person in two places is certain, whatever the name."""
    ours: dict[str, set[int]] = defaultdict(set)
    theirs: dict[str, set[int]] = defaultdict(set)
    for ids, group in ((ours, experts), (theirs, people)):
        for person in group:
            ids[person.name].add(person.pk)
    found: dict[int, dict[int, Match]] = defaultdict(dict)
    for (name, other), match in matching_names(ours, theirs).items():
        for expert_id in ours[name]:
            found[expert_id] |= dict.fromkeys(theirs[other], match)
    for both in {each.pk for each in experts} & {each.pk for each in people}:
        found[both][both] = Match.CERTAIN
    return found


def _others(seat: Seat, project: Project, ids: set[int]) -> list[TeamMember]:
    members = project.teammember_set.all()
    return [each for each in members if each.pk in ids and each.person_id != seat.person_id]


def _who_work_together(
    seats: Sequence[Seat], projects: Sequence[Project]
) -> dict[tuple[int, int], set[int]]:
    """The ids of members, by those of a seat and a project."""
    ours: dict[str, set[int]] = defaultdict(set)
    theirs: dict[str, list[TeamMember]] = defaultdict(list)
    for seat in seats:
        for employer in employers_of(seat):
            ours[employer].add(seat.pk)
    for project in projects:
        for member in project.teammember_set.all():
            for employer in texts_of(member.person.organisation):
                theirs[employer].append(member)
    meeting: dict[tuple[int, int], set[int]] = defaultdict(set)
    for employer, other in matching_employers(ours, theirs):
        for seat_id in ours[employer]:
            for member in theirs[other]:
                meeting[seat_id, member.project_id].add(member.pk)
    return meeting

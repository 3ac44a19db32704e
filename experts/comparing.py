"""Which seats meet which projects: by the person's key, by name, and by employer.

The one entry to the comparison. Names and employers are compared by a key in common (`conflicts.py`),
so the work grows with what is found and not with seats times people. Answers are remembered:
`compare_ahead` asks for them before anything is locked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from i18nfield.strings import LazyI18nString

from events.models import Person
from experts.conflicts import Match, matching_employers, matching_names
from experts.models import Seat
from projects.models import Project, Supervisor, TeamMember

Pair = tuple[int, int]
# A name, and employers as columns or entries hold them.
Heard = tuple[str, Sequence[object]]


@dataclass
class Ties:
    """What was found, by the ids of a seat and a project; of people as the project names them."""

    supervisors: dict[Pair, dict[Person, Match]] = field(default_factory=dict)
    colleagues: dict[Pair, list[TeamMember]] = field(default_factory=dict)


def ties_between(seats: Sequence[Seat], projects: Sequence[Project]) -> Ties:
    return Ties(_supervisors(seats, projects), _colleagues(seats, projects))


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


def _supervisors(
    seats: Sequence[Seat], projects: Sequence[Project]
) -> dict[Pair, dict[Person, Match]]:
    seated: dict[str, list[Seat]] = defaultdict(list)
    judged: dict[str, list[Supervisor]] = defaultdict(list)
    for seat in seats:
        seated[seat.person.name].append(seat)
    for project in projects:
        for supervisor in project.supervisors:
            judged[supervisor.person.name].append(supervisor)
    found: dict[Pair, list[tuple[Supervisor, Match]]] = defaultdict(list)
    for (name, other), match in matching_names(seated, judged).items():
        for seat in seated[name]:
            for supervisor in judged[other]:
                sure = Match.CERTAIN if supervisor.person_id == seat.person_id else match
                found[seat.pk, supervisor.project_id].append((supervisor, sure))
    return {pair: _in_order(met) for pair, met in found.items()}


def _in_order(met: list[tuple[Supervisor, Match]]) -> dict[Person, Match]:
    by_order = sorted(met, key=lambda each: each[0].order)
    return {supervisor.person: match for supervisor, match in by_order}


def _colleagues(seats: Sequence[Seat], projects: Sequence[Project]) -> dict[Pair, list[TeamMember]]:
    """Members of each team who work where an expert works, in the team's order."""
    ours: dict[str, set[int]] = defaultdict(set)
    theirs: dict[str, list[TeamMember]] = defaultdict(list)
    for seat in seats:
        for employer in employers_of(seat):
            ours[employer].add(seat.pk)
    members = [member for project in projects for member in project.teammember_set.all()]
    for member in members:
        for employer in texts_of(member.person.organisation):
            theirs[employer].append(member)
    meeting: dict[Pair, set[int]] = defaultdict(set)
    for employer, other in matching_employers(ours, theirs):
        for seat_id in ours[employer]:
            for member in theirs[other]:
                meeting[seat_id, member.project_id].add(member.pk)
    by_team: dict[int, list[TeamMember]] = defaultdict(list)
    for member in members:
        by_team[member.project_id].append(member)
    return {
        pair: [member for member in by_team[pair[1]] if member.pk in met]
        for pair, met in meeting.items()
    }

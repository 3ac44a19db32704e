"""Whoever was scored keeps the points: a file moves no scored team, nor its name, to other people.

People may join a scored project and some may leave it. Nobody of it goes to another project, and
somebody stays: of a team a member, without one a supervisor. A name of theirs goes to nobody else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from defense.event_file.envelope import EventFile
from events.models import Event, Person
from events.rules import Flaw
from experts.models import ScoreSheet
from projects.entries import ProjectEntry
from projects.models import Project
from projects.rules import roles


@dataclass(frozen=True)
class People:
    """The people of a project, by their ids."""

    number: int
    supervisors: frozenset[int]
    members: frozenset[int]

    @property
    def everybody(self) -> frozenset[int]:
        return self.supervisors | self.members


@dataclass(frozen=True)
class Scored:
    """The projects with score sheets before a loading, and the names of everybody at the event."""

    teams: Mapping[int, People]
    names: Mapping[str, str]


def scored(event: Event) -> Scored:
    if event.pk is None:
        return Scored({}, {})
    sheets = ScoreSheet.objects.filter(defense__project__event=event)
    projects = Project.objects.filter(pk__in=sheets.values("defense__project"))
    teams = {each.pk: _people_of(each) for each in projects.with_team()}
    names = Person.objects.of_event(event).values_list("key", "name") if teams else ()
    return Scored(teams, dict(names))


def points_flaws(
    before: Scored,
    file: EventFile,
    people: Mapping[str, Person],
    projects: Mapping[int, Project],
) -> Iterator[Flaw]:
    """Asked after the loading; `people` by key and `projects` by number are those of the file."""
    if not before.teams:
        return
    now = Project.objects.filter(pk__in={*before.teams, *(each.pk for each in projects.values())})
    after = {project.pk: _people_of(project) for project in now.with_team()}
    for i, entry in enumerate(file.projects):
        place, pk = f"projects[{i}]", projects[entry.number].pk
        yield from _newcomers_flaws(place, entry, pk, people, before.teams, after)
        if pk in before.teams:
            yield from _nobody_left_flaws(place, before.teams[pk], after[pk])
    yield from _names_flaws(file, before, people)


def _people_of(project: Project) -> People:
    return People(
        number=project.number,
        supervisors=frozenset(each.person_id for each in project.supervisors),
        members=frozenset(member.person_id for member in project.teammember_set.all()),
    )


def _newcomers_flaws(
    place: str,
    entry: ProjectEntry,
    project: int,
    people: Mapping[str, Person],
    before: Mapping[int, People],
    after: Mapping[int, People],
) -> Iterator[Flaw]:
    for inner, key in roles(entry):
        pk = people[key or ""].pk
        if project in before and pk in before[project].everybody:
            continue
        for team_pk, team in before.items():
            if pk in team.everybody and pk not in after[team_pk].everybody:
                reason = _(
                    "This person belongs to project %(number)s, which has score sheets: the points "
                    "stay with its people."
                )
                yield Flaw(f"{place}.{inner}", reason % {"number": team.number})


def _nobody_left_flaws(place: str, before: People, after: People) -> Iterator[Flaw]:
    stay = before.members & after.members or not before.members
    if not stay or not before.everybody & after.everybody:
        reason = _(
            "Project %(number)s has score sheets, and nobody of its people would be left: the points "
            "stay with them."
        )
        yield Flaw(place, reason % {"number": before.number})


def _names_flaws(file: EventFile, before: Scored, people: Mapping[str, Person]) -> Iterator[Flaw]:
    """A name that goes from one person to another takes the points along, on paper."""
    with_points = {pk for team in before.teams.values() for pk in team.everybody}
    holders = {name: key for key, name in before.names.items()}
    for i, entry in enumerate(file.people):
        person = people[entry.key]
        holder = holders.get(person.name, entry.key)
        has_left = holder not in people or people[holder].name != person.name
        if person.pk in with_points and holder != entry.key and has_left:
            reason = _("This was the name of “%(key)s”, and the points stay with the people.")
            yield Flaw(f"people[{i}].name", reason % {"key": holder})

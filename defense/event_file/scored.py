"""Whoever was scored keeps the points: a file moves no scored team, nor its name, to other people.

People may join a scored project and some may leave it. Nobody of it goes to another project, and
somebody stays: of a team a member, without one a supervisor. A name of theirs goes to nobody else.
Who left with an earlier file is remembered by the line of its loading: two files do not what one may not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from defense.event_file.envelope import EventFile
from events.models import AuditEntry, Event, Person
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
    """The projects with score sheets before a loading, and the names of everybody at the event.

    `left` are the keys of those whom earlier files took out of each project.
    """

    teams: Mapping[int, People]
    names: Mapping[str, str]
    keys: Mapping[int, str]
    left: Mapping[int, frozenset[str]]


def scored(event: Event) -> Scored:
    if event.pk is None:
        return Scored({}, {}, {}, {})
    sheets = ScoreSheet.objects.filter(defense__project__event=event)
    projects = Project.objects.filter(pk__in=sheets.values("defense__project"))
    teams = {each.pk: _people_of(each) for each in projects.with_team()}
    people = Person.objects.of_event(event) if teams else Person.objects.none()
    return Scored(
        teams,
        names=dict(people.values_list("key", "name")),
        keys=dict(people.values_list("pk", "key")),
        left=_left_earlier(event) if teams else {},
    )


def _left_earlier(event: Event) -> dict[int, frozenset[str]]:
    """Since the last rehearsal was taken away: its points were none."""
    log = AuditEntry.objects.filter(event=event)
    reset = log.filter(verb="rehearsal.reset").order_by("-number").values("number")[:1]
    since = log.filter(number__gt=Coalesce(Subquery(reset), Value(0)))
    lines = since.filter(verb="event.loaded", details__has_key="left")
    left: dict[int, frozenset[str]] = {}
    for details in lines.values_list("details", flat=True):
        for project, keys in details["left"].items():
            left[int(project)] = left.get(int(project), frozenset()) | frozenset(keys)
    return left


def who_left(before: Scored) -> dict[str, list[str]]:
    """For the line of the loading: by the id of a scored project the keys of those who are in it no more."""
    now = Project.objects.filter(pk__in=before.teams).with_team() if before.teams else ()
    gone = {each.pk: before.teams[each.pk].everybody - _people_of(each).everybody for each in now}
    return {str(pk): sorted(before.keys[each] for each in ids) for pk, ids in gone.items() if ids}


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
        yield from _newcomers_flaws(place, entry, pk, people, before, after)
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
    before: Scored,
    after: Mapping[int, People],
) -> Iterator[Flaw]:
    teams = before.teams
    for inner, key in roles(entry):
        pk = people[key or ""].pk
        if project in teams and pk in teams[project].everybody:
            continue
        for team_pk, team in teams.items():
            was_in = pk in team.everybody or key in before.left.get(team_pk, ())
            if was_in and pk not in after[team_pk].everybody:
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

"""Whoever was scored keeps the points: a file moves no scored team, nor its name, to other people.

People may join a scored project and some may leave it. Nobody of it goes to another project, and
somebody stays: of a team a member, without one a supervisor. A name of theirs goes to nobody else.
Who left or joined with an earlier file is remembered by the line of its loading, and who left stays
among the people of the event: two files do not what one may not, and a new key makes nobody another
(`new_keys.py`). Who joined was not scored: they may go again, and do not count as somebody who stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from defense.event_file.envelope import EventFile
from events.models import AuditEntry, Event, Person
from events.rules import Flaw
from experts.conflicts import Match, match_names
from experts.corrections import is_spelling_of
from experts.models import ScoreSheet, Seat
from projects.entries import ProjectEntry
from projects.models import Project
from projects.rules import roles


@dataclass(frozen=True)
class People:
    """The people of a project by their ids, with their names."""

    number: int
    supervisors: Mapping[int, str]
    members: Mapping[int, str]

    @property
    def everybody(self) -> dict[int, str]:
        return {**self.supervisors, **self.members}

    def knows(self, person: Person) -> bool:
        """By this name: who is called otherwise since is another."""
        return self.everybody.get(person.pk) == person.name


@dataclass(frozen=True)
class Scored:
    """The projects and seats before a loading, and the people of the event; nothing while nobody scored.

    `scored` are the ids of the projects with score sheets and `seats` those who wrote them, with their
    names; `left` and `joined` are the keys of those whom earlier files took out of each project, or into it.
    """

    teams: Mapping[int, People] = field(default_factory=dict)
    scored: frozenset[int] = frozenset()
    seated: Mapping[int, str] = field(default_factory=dict)
    experts: frozenset[int] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[int, str] = field(default_factory=dict)
    left: Mapping[int, frozenset[str]] = field(default_factory=dict)
    joined: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def scored_teams(self) -> dict[int, People]:
        return {pk: team for pk, team in self.teams.items() if pk in self.scored}

    def those_scored(self, project: int) -> People:
        """The people of the project without those who joined it when it had score sheets."""
        team, joined = self.teams[project], self.joined.get(project, frozenset())

        def scored(people: Mapping[int, str]) -> dict[int, str]:
            return {pk: name for pk, name in people.items() if self.keys[pk] not in joined}

        return replace(team, supervisors=scored(team.supervisors), members=scored(team.members))

    @property
    def with_points(self) -> set[int]:
        """Who was scored or has scored, and is there still."""
        return {pk for team in self.scored_teams.values() for pk in team.everybody} | self.experts

    def why_stay(self, people: Sequence[Person]) -> dict[int, str]:
        """Whom a file may leave out and the event does not forget: who was in a scored project."""
        gone = frozenset[str]().union(*self.left.values())
        teams = {pk for team in self.scored_teams.values() for pk in team.everybody}
        reason = _("was in a project with score sheets")
        return {each.pk: reason for each in people if each.pk in teams or each.key in gone}


def scored(event: Event) -> Scored:
    sheets = ScoreSheet.objects.filter(defense__project__event=event.pk)
    projects = frozenset(sheets.values_list("defense__project", flat=True))
    if not projects:
        return Scored()
    people = Person.objects.of_event(event)
    seats = Seat.objects.of_event(event).values_list("person", "person__name")
    return Scored(
        teams={each.pk: _people_of(each) for each in Project.objects.of_event(event).with_team()},
        scored=projects,
        seated=dict(seats),
        experts=frozenset(sheets.values_list("seat__person", flat=True)),
        names=dict(people.values_list("key", "name")),
        keys=dict(people.values_list("pk", "key")),
        left=_told_earlier(event, "left"),
        joined=_told_earlier(event, "joined"),
    )


def _told_earlier(event: Event, word: str) -> dict[int, frozenset[str]]:
    """Since the last rehearsal was taken away: its points were none."""
    log = AuditEntry.objects.filter(event=event)
    reset = log.filter(verb="rehearsal.reset").order_by("-number").values("number")[:1]
    since = log.filter(number__gt=Coalesce(Subquery(reset), Value(0)))
    lines = since.filter(verb="event.loaded", details__has_key=word)
    told: dict[int, frozenset[str]] = {}
    for details in lines.values_list("details", flat=True):
        for project, keys in details[word].items():
            told[int(project)] = told.get(int(project), frozenset()) | frozenset(keys)
    return told


def who_left_or_joined(before: Scored) -> dict[str, dict[str, list[str]]]:
    """For the line of the loading: by the id of a scored project the keys of those who are no more, or now, in it."""
    teams = before.scored_teams
    found: dict[str, dict[str, list[str]]] = {"left": {}, "joined": {}}
    for project in Project.objects.filter(pk__in=teams).with_team() if teams else ():
        now = {each.pk: each.key for each in _rows_of(project)}
        gone = before.those_scored(project.pk).everybody.keys() - now.keys()
        come = {now[pk] for pk in now.keys() - teams[project.pk].everybody.keys()}
        found["left"][str(project.pk)] = sorted(before.keys[pk] for pk in gone)
        found["joined"][str(project.pk)] = sorted(come - before.left.get(project.pk, frozenset()))
    told = {word: {pk: keys for pk, keys in each.items() if keys} for word, each in found.items()}
    return {word: each for word, each in told.items() if each}


def _rows_of(project: Project) -> list[Person]:
    return [each.person for each in (*project.supervisors, *project.teammember_set.all())]


def points_flaws(
    before: Scored,
    file: EventFile,
    people: Mapping[str, Person],
    projects: Mapping[int, Project],
) -> Iterator[Flaw]:
    """Asked after the loading; `people` by key and `projects` by number are those of the file."""
    if not before.scored:
        return
    now = Project.objects.filter(pk__in={*before.scored, *(each.pk for each in projects.values())})
    after = {project.pk: _people_of(project) for project in now.with_team()}
    for i, entry in enumerate(file.projects):
        place, pk = f"projects[{i}]", projects[entry.number].pk
        yield from _newcomers_flaws(place, entry, pk, people, before, after)
        if pk in before.scored:
            yield from _nobody_left_flaws(place, before.those_scored(pk), after[pk])
    yield from _names_flaws(file, before, people)
    yield from _seated_twice_flaws(file, before, people)


def _people_of(project: Project) -> People:
    return People(
        number=project.number,
        supervisors={each.person_id: each.person.name for each in project.supervisors},
        members={each.person_id: each.person.name for each in project.teammember_set.all()},
    )


def _newcomers_flaws(
    place: str,
    entry: ProjectEntry,
    project: int,
    people: Mapping[str, Person],
    before: Scored,
    after: Mapping[int, People],
) -> Iterator[Flaw]:
    was_here = before.teams.get(project)
    for inner, key in roles(entry):
        person = people[key or ""]
        if was_here and was_here.knows(person):
            continue
        for pk, team in before.scored_teams.items():
            if person.pk not in after[pk].everybody and _was_in(pk, person, before, after[pk]):
                reason = _(
                    "This person belongs to project %(number)s, which has score sheets: the points "
                    "stay with its people."
                )
                yield Flaw(f"{place}.{inner}", reason % {"number": team.number})


def _was_in(project: int, person: Person, before: Scored, after: People) -> bool:
    """By the person, by the key, or by the name of somebody who is in it no more."""
    team, left = before.those_scored(project).everybody, before.left.get(project, frozenset())
    if person.pk in team or person.key in left:
        return True
    names = {*team.values(), *(before.names[key] for key in left if key in before.names)}
    return _is_one_of(person.name, names.difference(after.everybody.values()))


def _is_one_of(name: str, names: set[str]) -> bool:
    return any(match_names(name, each) == Match.CERTAIN for each in names)


def _nobody_left_flaws(place: str, before: People, after: People) -> Iterator[Flaw]:
    stay = _same(before.members, after.members) or not before.members
    if not stay or not _same(before.everybody, after.everybody):
        reason = _(
            "Project %(number)s has score sheets, and nobody of its people would be left: the points "
            "stay with them. Who has another name now keeps the name here; the new one goes into the "
            "printed names."
        )
        yield Flaw(place, reason % {"number": before.number})


def _same(before: Mapping[int, str], after: Mapping[int, str]) -> bool:
    """Whether anybody is there still, under a spelling of the same name."""
    return any(is_spelling_of(after[pk], before[pk]) for pk in before.keys() & after.keys())


def _names_flaws(file: EventFile, before: Scored, people: Mapping[str, Person]) -> Iterator[Flaw]:
    """A name that goes from one person to another takes the points along, on paper."""
    with_points, gone = before.with_points, frozenset[str]().union(*before.left.values())
    holders = {name: key for key, name in before.names.items()}
    for i, entry in enumerate(file.people):
        person = people[entry.key]
        holder = holders.get(person.name, entry.key)
        has_left = holder not in people or people[holder].name != person.name
        is_taken = before.names.get(entry.key) != person.name and holder != entry.key and has_left
        if person.pk in with_points and is_taken:
            reason = _("This was the name of “%(key)s”, and the points stay with the people.")
            yield Flaw(f"people[{i}].name", reason % {"key": holder})
        known = before.names.get(entry.key, person.name)
        if entry.key in gone and not is_spelling_of(person.name, known):
            reason = _("“%(name)s” was in a project with score sheets: the name stays.")
            yield Flaw(f"people[{i}].name", reason % {"name": known})


def _seated_twice_flaws(
    file: EventFile, before: Scored, people: Mapping[str, Person]
) -> Iterator[Flaw]:
    """Nobody comes to the panel beside a seat of the same name that has score sheets."""
    for i, entry in enumerate(file.panel):
        person = people[entry.person]
        others = {pk: name for pk, name in before.seated.items() if pk in before.experts}
        others.pop(person.pk, None)
        is_new = before.seated.get(person.pk) != person.name
        if is_new and _is_one_of(person.name, set(others.values())):
            reason = _("“%(name)s” has a seat with score sheets already, and nobody sits twice.")
            yield Flaw(f"panel[{i}].person", reason % {"name": person.name})

"""Everybody of an event in one list: roles, team, what the diploma says, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomas.texts import languages_of_names
from events.alphabet import in_alphabet
from events.models import Event, Person, RunItem
from events.models.asked_names import stands_confirmed, with_answers
from events.search import is_found
from events.texts import shown
from experts.models import Seat
from projects.models import Project, Supervisor, TeamMember


class PersonRole(TextChoices):
    TRAINEE = "trainee", pgettext_lazy("role of a person", "Trainee")
    EXPERT = "expert", pgettext_lazy("role of a person", "Expert")
    SUPERVISOR = "supervisor", pgettext_lazy("role of a person", "Supervisor")
    SPEAKER = "speaker", pgettext_lazy("role of a person", "Speaker")
    NONE = "none", pgettext_lazy("role of a person", "No role yet")


class Lack(TextChoices):
    """What a list is filtered by; each is a word beside the person."""

    ASKS = "asks", _("Asks for another spelling")
    CONFIRMATION = "confirmation", _("Not confirmed")
    LOOK = "look", _("Did not look at the name yet")
    WORK = "work", _("No position or school")
    ROLE = "role", _("No role yet")


@dataclass(frozen=True)
class PersonLine:
    """One person with their roles; `teams` are the numbers of the projects they are in or supervise."""

    person: Person
    roles: Sequence[PersonRole]
    team: int | None
    teams: frozenset[int]
    asks_since: datetime | None = None
    has_looked: bool = False
    is_confirmed: bool = False

    @property
    def is_trainee(self) -> bool:
        return PersonRole.TRAINEE in self.roles

    @property
    def lacks(self) -> frozenset[Lack]:
        lacks = set(self._lacks_of_name())
        if not (self.person.position or self.person.organisation):
            lacks.add(Lack.WORK)
        if not self.roles:
            lacks.add(Lack.ROLE)
        return frozenset(lacks)

    def _lacks_of_name(self) -> Iterator[Lack]:
        """A trainee whose name stands is asked for nothing more."""
        if self.asks_since:
            yield Lack.ASKS
        if self.is_trainee and not self.is_confirmed:
            yield Lack.CONFIRMATION
            if not (self.has_looked or self.asks_since):
                yield Lack.LOOK

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in self.roles]

    def is_sought(self, text: str) -> bool:
        person = self.person
        printed = person.printed_names.values()
        work = (shown(person.position), shown(person.organisation))
        return is_found(text, person.name, *printed, *work)


@dataclass(frozen=True)
class PeopleGroup:
    """The people of one team, or of none."""

    heading: str
    lines: Sequence[PersonLine]
    number: int | None = None


@dataclass(frozen=True)
class PeopleBoard:
    lines: Sequence[PersonLine]
    projects: Sequence[Project]

    def shown(
        self, *, sought: str = "", role: str = "", team: str = "", lacks: str = ""
    ) -> list[PersonLine]:
        return [
            line
            for line in self.lines
            if line.is_sought(sought)
            and (not role or role in (line.roles or [PersonRole.NONE]))
            and (not team or int(team) in line.teams)
            and (not lacks or lacks in line.lacks)
        ]

    def counts(self) -> Mapping[Lack, int]:
        """How many lack what, in the order of the words."""
        counted = Counter(lack for line in self.lines for lack in line.lacks)
        return {lack: counted[lack] for lack in Lack}

    def groups(self, lines: Iterable[PersonLine]) -> list[PeopleGroup]:
        """By team in the order of the numbers, each in the order of the Kazakh alphabet; then the others."""
        by_team: dict[int | None, list[PersonLine]] = defaultdict(list)
        for line in lines:
            by_team[line.team].append(line)
        groups = [
            PeopleGroup(str(project.topic), by_team[project.number], project.number)
            for project in self.projects
            if by_team[project.number]
        ]
        return [*groups, *([PeopleGroup("", by_team[None])] if by_team[None] else [])]


_ORDER: Final = tuple(PersonRole)


@dataclass
class _Roles:
    """Who is what, by the person's id, in one query a role."""

    team: dict[int, int] = field(default_factory=dict)
    teams: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[int, set[PersonRole]] = field(default_factory=lambda: defaultdict(set))

    def note(self, role: PersonRole, people: Iterable[int]) -> None:
        for pk in people:
            self.roles[pk].add(role)


def people_board(event: Event) -> PeopleBoard:
    """Seven queries for any number of people."""
    found = _roles_in(event)
    everybody = with_answers(Person.objects.of_event(event)).select_related("photograph")
    people = sorted(everybody, key=lambda person: in_alphabet(person.name))
    projects = list(Project.objects.of_event(event).order_by("number"))
    languages = languages_of_names(event)
    return PeopleBoard([_line(person, found, languages) for person in people], projects)


def _line(person: Any, found: _Roles, languages: Sequence[str]) -> PersonLine:
    roles = found.roles.get(person.pk, set())
    in_order = [role for role in _ORDER if role in roles]
    teams = frozenset(found.teams.get(person.pk, ()))
    return PersonLine(
        person=person,
        roles=in_order,
        team=found.team.get(person.pk),
        teams=teams,
        asks_since=person.asks_since,
        has_looked=person.has_looked,
        is_confirmed=stands_confirmed(person, person.confirmed_names, languages),
    )


def _roles_in(event: Event) -> _Roles:
    found = _Roles()
    members = dict(TeamMember.objects.of_event(event).values_list("person", "project__number"))
    found.team.update(members)
    of_projects = Supervisor.objects.filter(project__event=event)
    supervising = list(of_projects.values_list("person", "project__number"))
    for pk, number in (*members.items(), *supervising):
        found.teams[pk].add(number)
    found.note(PersonRole.TRAINEE, members)
    found.note(PersonRole.SUPERVISOR, (pk for pk, _number in supervising))
    found.note(PersonRole.EXPERT, Seat.objects.of_event(event).values_list("person", flat=True))
    speakers = RunItem.objects.of_event(event).exclude(person=None)
    found.note(PersonRole.SPEAKER, speakers.values_list("person", flat=True))
    return found


def team_choices(projects: Iterable[Project]) -> list[tuple[int, str]]:
    """By number, as an address names a team."""
    return [(project.number, str(project)[:80]) for project in projects]


def project_choices(projects: Iterable[Project]) -> list[tuple[int, str]]:
    """By id, as a form means a team that may have another number when it is sent."""
    return [(project.pk, str(project)[:80]) for project in projects]

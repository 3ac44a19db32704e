"""What a set of projects may be (see events/rules.py).

Flaws: keys that repeat, numbers that repeat or leave gaps, a person in two teams, more trainees named than are stated,
members of a team that is not listed, a project defended twice or unknown, surveys that do not add up.
Gaps: no project, a listed team of nobody, a project of no supervisor, a project or a line of the run of show without its defense,
a draw that is not described.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.rules import Flaw, Gap, RunLine, readable, unknown_keys


class Named(Protocol):
    """A supervisor or a member, by the key of the person."""

    @property
    def person(self) -> str: ...


class Project(Protocol):
    """A project with its people."""

    @property
    def key(self) -> str | None: ...
    @property
    def number(self) -> int: ...
    @property
    def supervisor(self) -> Named | None: ...
    @property
    def supervisors(self) -> Sequence[Named | None]: ...
    @property
    def members(self) -> Sequence[Named | None]: ...


Projects = Sequence[Project | None] | None


@dataclass(frozen=True)
class Team:
    """A project, as far as gaps are concerned."""

    number: int
    is_listed: bool
    member_count: int
    supervisor_count: int


@dataclass(frozen=True)
class Line:
    """A line of the run of show, with the number of the project it is the defense of."""

    kind: str
    project: int | None


def project_flaws(
    projects: Projects, known: Collection[str] | None, stated: int | None
) -> Iterator[Flaw]:
    yield from unknown_keys(_references(projects), known)
    yield from _keys_flaws(projects)
    yield from _numbers_flaws(projects)
    yield from _membership_flaws(projects)
    named = sum(len(project.members or ()) for _position, project in readable(projects))
    if stated is not None and named > stated:
        reason = _("%(stated)s trainees are stated, but the teams name %(named)s.")
        yield Flaw("event.trainees_stated", reason % {"stated": stated, "named": named})


def _references(projects: Projects) -> Iterator[tuple[str, str | None]]:
    for i, project in readable(projects):
        for place, key in roles(project):
            yield f"projects[{i}].{place}", key


def roles(project: Project) -> Iterator[tuple[str, str | None]]:
    """Everybody with a role in a project, by their key: places within the project."""
    if project.supervisor:
        yield "supervisor.person", project.supervisor.person
    for i, supervisor in readable(project.supervisors):
        yield f"supervisors[{i}].person", supervisor.person
    for i, member in readable(project.members):
        yield f"members[{i}].person", member.person


def _keys_flaws(projects: Projects) -> Iterator[Flaw]:
    first: dict[str, int] = {}
    for i, project in readable(projects):
        if project.key and first.setdefault(project.key, i) != i:
            reason = _("The key “%(key)s” belongs to projects[%(first)s] already.")
            sentence = reason % {"key": project.key, "first": first[project.key]}
            yield Flaw(f"projects[{i}].key", sentence)


def _numbers_flaws(projects: Projects) -> Iterator[Flaw]:
    count = len(projects or ())
    first: dict[int, int] = {}
    for i, project in readable(projects):
        if project.number is None:
            continue
        if first.setdefault(project.number, i) != i:
            reason = _("projects[%(first)s] has this number already.")
            yield Flaw(f"projects[{i}].number", reason % {"first": first[project.number]})
        elif project.number > count:
            reason = _("There are %(count)s projects; they are numbered from 1 without gaps.")
            yield Flaw(f"projects[{i}].number", reason % {"count": count})


def _membership_flaws(projects: Projects) -> Iterator[Flaw]:
    first: dict[str, int] = {}
    for i, project in readable(projects):
        for j, member in readable(project.members):
            if not member.person:
                continue
            place = f"projects[{i}].members[{j}].person"
            if member.person not in first:
                first[member.person] = i
            elif first[member.person] == i:
                yield Flaw(place, _("This person is in the team already."))
            else:
                reason = _("This person is in the team of projects[%(first)s] already.")
                yield Flaw(place, reason % {"first": first[member.person]})


def known_numbers(projects: Projects) -> frozenset[int] | None:
    """The numbers 1 to n of the projects, or None while the numbering itself is broken."""
    if projects is None:
        return None
    numbers = frozenset(project.number for _position, project in readable(projects))
    return numbers if numbers == set(range(1, len(projects) + 1)) else None


def no_such_project(number: int) -> str:
    return _("There is no project number %(number)s.") % {"number": number}


def defense_flaws(
    run: Sequence[RunLine | None] | None, numbers: Collection[int] | None
) -> Iterator[Flaw]:
    """Lines of the run of show beside the projects that there are."""
    first: dict[int, int] = {}
    for i, line in readable(run):
        if line.kind != "defense" or line.project is None or numbers is None:
            continue
        place = f"run[{i}].project"
        if line.project not in numbers:
            yield Flaw(place, no_such_project(line.project))
        elif first.setdefault(line.project, i) != i:
            reason = _("Project %(number)s is defended in run[%(first)s] already.")
            yield Flaw(place, reason % {"number": line.project, "first": first[line.project]})


def project_gaps(teams: Sequence[Team], lines: Sequence[Line], *, has_draw: bool) -> Iterator[Gap]:
    if not teams:
        yield Gap("projects", _("There is no project yet."))
    for i, team in enumerate(teams):
        if team.is_listed and not team.member_count:
            reason = _("Nobody is named in the team of project %(number)s.")
            yield Gap(f"projects[{i}].members", reason % {"number": team.number})
        if not team.supervisor_count:
            reason = _("Project %(number)s has no supervisor.")
            yield Gap(f"projects[{i}].supervisor", reason % {"number": team.number})
    yield from _defense_gaps(teams, lines)
    if not has_draw and any(line.kind == "draw" for line in lines):
        yield Gap("draw", _("The run of show has a draw; say how it is held."))


def _defense_gaps(teams: Sequence[Team], lines: Sequence[Line]) -> Iterator[Gap]:
    astray = [i for i, line in enumerate(lines) if line.kind == "defense" and line.project is None]
    for i in astray:
        reason = _("The defense in line %(number)s needs its project.")
        yield Gap(f"run[{i}].project", reason % {"number": i + 1})
    missing = {team.number for team in teams} - {line.project for line in lines}
    # A line that names no project is the likely place of one that is missed: one gap, not two.
    if len(missing) > len(astray):
        yield Gap("run", _never_defended(sorted(missing)))


def _never_defended(numbers: Sequence[int]) -> str:
    said = ngettext(
        "Project %(numbers)s is never defended.",
        "Projects %(numbers)s are never defended.",
        len(numbers),
    )
    return said % {"numbers": ", ".join(map(str, numbers))}


def supervisor_flaws(alone: Named | None, several: Sequence[Named | None] | None) -> Iterator[Flaw]:
    """One supervisor alone or several in a list, and nobody twice. None is what was not read."""
    if alone is not None and several:
        yield Flaw("supervisors", _("Give one supervisor or a list of them, not both."))
    seen: set[str] = set()
    for i, supervisor in readable(several):
        if supervisor.person and supervisor.person in seen:
            yield Flaw(f"supervisors[{i}].person", _("This person supervises the project already."))
        seen.add(supervisor.person)


def team_flaws(is_listed: bool | None, member_count: int) -> Iterator[Flaw]:
    if member_count and is_listed is False:
        sentence = _("The team is said not to be listed, but it has members.")
        yield Flaw("members_listed", sentence)


def survey_flaws(
    base: int | None, base_over: int | None, groups: Sequence[int | None]
) -> Iterator[Flaw]:
    if base is not None and base_over is not None:
        yield Flaw("base_over", _("Give the exact base or what it is over, not both."))
    if not groups or None in groups:
        return
    asked = sum(filter(None, groups))
    if base is not None and asked != base:
        reason = _("The groups add up to %(sum)s, but the stated base is %(base)s.")
        yield Flaw("groups", reason % {"sum": asked, "base": base})
    if base_over is not None and asked <= base_over:
        reason = _("The groups add up to %(sum)s, which is not over %(base)s.")
        yield Flaw("groups", reason % {"sum": asked, "base": base_over})


def finding_flaws(percent: Decimal | None, base: int | None) -> Iterator[Flaw]:
    if percent is None and base is not None:
        yield Flaw("percent", _("A base without a percentage says nothing."))
    if percent is not None and base is None:
        sentence = _("A percentage needs its base: how many people it is a share of.")
        yield Flaw("base", sentence)


def shares_flaws(bases: Sequence[int | None], asked: int | None) -> Iterator[Flaw]:
    """Percentages beside the number of people who were asked."""
    for i, base in enumerate(bases):
        if base is not None and asked is not None and base > asked:
            reason = _("The base is %(base)s, but only %(asked)s people were asked.")
            yield Flaw(f"findings[{i}].base", reason % {"base": base, "asked": asked})

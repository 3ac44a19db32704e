"""What organizers do with projects: each a pure change of their section of the event file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from events.editing import Edit, edited, entry_from, found, replaced
from events.entries import RunItemEntry
from events.errors import DomainError
from events.latin import new_key
from events.revisions import Beside, moved
from projects.entries import MemberEntry, ProjectEntry, SupervisorEntry

SAID: Final = ("topic", "abstract", "note")
Projects = tuple[ProjectEntry, ...]


class LastSupervisor(DomainError):
    """Somebody answers for every project."""

    def __init__(self) -> None:
        super().__init__(_("A project has a supervisor: add another one first."))


def with_new_project(
    projects: Sequence[ProjectEntry], said: Edit, person: str, own: str
) -> Projects:
    """A project of the next number, under a key made of its topic. Raises Refused."""
    base = ProjectEntry.model_construct(
        key=None,
        number=len(projects) + 1,
        topic="",
        supervisor=SupervisorEntry(person=person),
        members_listed=True,
    )
    project = entry_from(ProjectEntry, SAID, said.given, own=own, base=base)
    taken = {each.key for each in projects if each.key}
    key = new_key(str(next(filter(None, said.given.values()))), taken, otherwise="project")
    return (*projects, project.model_copy(update={"key": key}))


def with_said(projects: Sequence[ProjectEntry], number: int, edit: Edit, own: str) -> Projects:
    """The project with its topic, abstract and note as they were changed. Raises what `edited` raises."""
    project = _of(projects, number)
    return replaced(projects, project, edited(project, edit, SAID, own=own))


def with_supervisor(projects: Sequence[ProjectEntry], number: int, person: str) -> Projects:
    """One more who supervises the project; who does already stays where they are."""
    project = _of(projects, number)
    held = project.all_supervisors()
    if any(each.person == person for each in held):
        return tuple(projects)
    return _supervised(projects, project, (*held, SupervisorEntry(person=person)))


def without_supervisor(projects: Sequence[ProjectEntry], number: int, person: str) -> Projects:
    """Raises RowGone, LastSupervisor."""
    project = _of(projects, number)
    found(project.all_supervisors(), lambda each: each.person == person)
    rest = tuple(each for each in project.all_supervisors() if each.person != person)
    if not rest:
        raise LastSupervisor
    return _supervised(projects, project, rest)


def with_supervisor_moved(
    projects: Sequence[ProjectEntry], number: int, person: str, to: Beside
) -> Projects:
    project = _of(projects, number)
    in_order = moved(project.all_supervisors(), lambda each: each.person, person, to)
    return _supervised(projects, project, in_order)


def _supervised(
    projects: Sequence[ProjectEntry], project: ProjectEntry, by: tuple[SupervisorEntry, ...]
) -> Projects:
    """One supervisor stands alone in the file, several in a list."""
    alone = by[0] if len(by) == 1 else None
    places = {"supervisor": alone, "supervisors": () if alone else by}
    return replaced(projects, project, project.model_copy(update=places))


def with_member(projects: Sequence[ProjectEntry], number: int | None, person: str) -> Projects:
    """The person in this team and in no other; who is in it already keeps the place. Raises RowGone."""
    if number is not None:
        _of(projects, number)
    return tuple(_with_member(each, person, number) for each in projects)


def _with_member(project: ProjectEntry, person: str, number: int | None) -> ProjectEntry:
    is_in = any(member.person == person for member in project.members)
    if is_in == (project.number == number):
        return project
    others = tuple(member for member in project.members if member.person != person)
    if is_in:
        return project.model_copy(update={"members": others})
    members = (*others, MemberEntry(person=person))
    return project.model_copy(update={"members": members, "members_listed": True})


def without_member(projects: Sequence[ProjectEntry], number: int, person: str) -> Projects:
    """Raises RowGone."""
    project = _of(projects, number)
    member = found(project.members, lambda each: each.person == person)
    rest = tuple(each for each in project.members if each is not member)
    return replaced(projects, project, project.model_copy(update={"members": rest}))


def with_member_moved(
    projects: Sequence[ProjectEntry], number: int, person: str, to: Beside
) -> Projects:
    project = _of(projects, number)
    in_order = moved(project.members, lambda each: each.person, person, to)
    return replaced(projects, project, project.model_copy(update={"members": in_order}))


def renumbered(projects: Sequence[ProjectEntry], number: int, to: Beside) -> Mapping[int, int]:
    """The new number of each project when one of them is put beside another. Raises RowGone."""
    in_order = sorted(projects, key=lambda project: project.number)
    after = moved(in_order, lambda project: str(project.number), str(number), to)
    return {project.number: place for place, project in enumerate(after, start=1)}


def left_after(projects: Sequence[ProjectEntry], number: int) -> Mapping[int, int]:
    """The new number of each project that is left when one is taken out."""
    left = sorted(project.number for project in projects if project.number != number)
    return {before: place for place, before in enumerate(left, start=1)}


def with_numbers(projects: Sequence[ProjectEntry], numbers: Mapping[int, int]) -> Projects:
    """The projects that have a new number, under it."""
    return tuple(
        project.model_copy(update={"number": numbers[project.number]})
        for project in projects
        if project.number in numbers
    )


def run_with_numbers(
    run: Sequence[RunItemEntry], numbers: Mapping[int, int]
) -> tuple[RunItemEntry, ...]:
    """The lines under the new numbers of their projects; the line of one that is left out goes with it."""
    return tuple(
        line.model_copy(update={"project": numbers[line.project]}) if line.project else line
        for line in run
        if not line.project or line.project in numbers
    )


def run_with_defense(
    run: Sequence[RunItemEntry], number: int, minutes: int | None = None
) -> tuple[RunItemEntry, ...]:
    """A line for the defense of a project, after the last defense there is."""
    at = max((i for i, line in enumerate(run, start=1) if line.kind == "defense"), default=len(run))
    line = RunItemEntry.model_construct(kind="defense", project=number, planned_minutes=minutes)
    return (*run[:at], line, *run[at:])


def run_with_all_defenses(
    run: Sequence[RunItemEntry], numbers: Iterable[int], minutes: int | None
) -> tuple[RunItemEntry, ...]:
    """A line for each of these projects that has none, in the order of their numbers."""
    found = tuple(run)
    for number in sorted(set(numbers) - {line.project for line in run}):
        found = run_with_defense(found, number, minutes)
    return found


def run_in_drawn_order(
    run: Sequence[RunItemEntry], places: Mapping[int, int]
) -> tuple[RunItemEntry, ...]:
    """Where the k-th defense stood stands the team that took place k; `places` are by number of project.

    Teams without a place fill what is left, in the order in which they stood.
    """
    defenses = [line for line in run if line.kind == "defense"]
    by_place = {places.get(line.project or 0, 0): line for line in defenses}
    drawn = [by_place.get(place) for place in range(1, len(defenses) + 1)]
    others = iter([line for line in defenses if line not in drawn])
    in_order = iter([line or next(others) for line in drawn])
    return tuple(next(in_order) if line.kind == "defense" else line for line in run)


def _of(projects: Sequence[ProjectEntry], number: int) -> ProjectEntry:
    return found(projects, lambda project: project.number == number)

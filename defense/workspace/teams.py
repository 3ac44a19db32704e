"""What organizers do with teams, where several sections of the event file change together."""

from collections.abc import Mapping

from defense.event_file import EventFile
from defense.workspace.rows import own_language
from events.editing import Edit
from events.revisions import Beside, Who, with_somebody
from experts.revisions import disclosures_with_numbers
from projects.revisions import (
    left_after,
    renumbered,
    run_with_defense,
    run_with_numbers,
    with_member,
    with_new_project,
    with_numbers,
    with_supervisor,
)


def with_new_team(file: EventFile, said: Edit, supervisor: Who) -> EventFile:
    """A project with its supervisor, and a line for its defense. Raises Refused."""
    people, person = with_somebody(file.people, supervisor)
    projects = with_new_project(file.projects, said, person.key, own_language(file))
    run = run_with_defense(file.run, projects[-1].number)
    return file.model_copy(update={"people": people, "projects": projects, "run": run})


def with_team_person(file: EventFile, number: int, who: Who, *, supervises: bool) -> EventFile:
    """Somebody who supervises a project, or is in its team from now on. Raises RowGone, Refused."""
    people, person = with_somebody(file.people, who)
    put = with_supervisor if supervises else with_member
    projects = put(file.projects, number, person.key)
    return file.model_copy(update={"people": people, "projects": projects})


def with_team_moved(file: EventFile, number: int, to: Beside) -> EventFile:
    """The projects numbered anew, with what speaks of them by number."""
    return _renumbered(file, renumbered(file.projects, number, to))


def without_team(file: EventFile, number: int) -> EventFile:
    """The project with its line and its ties out of the file; those after it move up."""
    return _renumbered(file, left_after(file.projects, number))


def _renumbered(file: EventFile, numbers: Mapping[int, int]) -> EventFile:
    changed = {
        "projects": with_numbers(file.projects, numbers),
        "run": run_with_numbers(file.run, numbers),
        "disclosures": disclosures_with_numbers(file.disclosures, numbers),
    }
    return file.model_copy(update=changed)

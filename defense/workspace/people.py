"""What organizers do with people: add, change, put into a team, take out. Each a pure change of the event file."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.rows import edited, own_language, person_of, replaced, with_list
from events.editing import Edit, RowGone
from events.entries import PersonEntry
from events.errors import DomainError
from events.latin import new_key
from projects.revisions import with_member

NAMES: Final = ("name", "printed_names", "family_name", "given_name", "patronymic")
WORK: Final = ("position", "organisation", "school_kind", "school_number", "city", "email", "note")


class StillNeeded(DomainError):
    """Somebody holds a place that has to be given to another first."""

    def __init__(self, name: str, places: str) -> None:
        sentence = _(
            "%(name)s is still needed: %(places)s. Put somebody else there first, or take the place away."
        )
        super().__init__(sentence % {"name": name, "places": places})


def with_new_person(file: EventFile, person: PersonEntry, team: int | None) -> EventFile:
    """A person under a key made of the name, as the last member of a team if one is given."""
    key = new_key(person.name, {each.key for each in file.people})
    keyed = person.model_copy(update={"key": key})
    return in_team(with_list(file, "people", [*file.people, keyed]), key, team)


def with_changed_person(file: EventFile, key: str, edit: Edit) -> EventFile:
    person = person_of(file, key)
    changed = edited(person, edit, (*NAMES, *WORK), own=own_language(file))
    return with_list(file, "people", replaced(file.people, person, changed))


def with_changed_team(
    file: EventFile, key: str, edit: Edit, numbers: Mapping[str, int]
) -> EventFile:
    """The person in the team that the line `team` of the edit says, by the id of its project.

    `numbers` are those of the projects at this moment. Raises Overtaken, RowGone.
    """
    ids = {number: pk for pk, number in numbers.items()}
    current = {"team": ids.get(team_of(file, key) or 0, "")}
    wanted = edit.of(current).onto(current)["team"]
    return in_team(file, key, number_of(wanted, numbers))


def number_of(team: str, numbers: Mapping[str, int]) -> int | None:
    """None for no team. Raises RowGone for one that is not there."""
    if team and team not in numbers:
        raise RowGone
    return numbers.get(team)


def in_team(file: EventFile, key: str, number: int | None) -> EventFile:
    """The person in this team and in no other; who is in it already keeps the place. Raises RowGone."""
    return with_list(file, "projects", with_member(file.projects, number, key))


def team_of(file: EventFile, key: str) -> int | None:
    """The number of the team that the person is a member of."""
    for project in file.projects:
        if any(member.person == key for member in project.members):
            return project.number
    return None


def without_person(file: EventFile, key: str) -> EventFile:
    """Nobody of this key, in no team. Raises StillNeeded for whoever supervises, sits or speaks."""
    person = person_of(file, key)
    if places := list(places_of(file, key)):
        raise StillNeeded(person.name, "; ".join(places))
    rest = [each for each in file.people if each is not person]
    return with_list(in_team(file, key, None), "people", rest)


def places_of(file: EventFile, key: str) -> Iterator[str]:
    """What a person does besides being in a team, in words."""
    for project in file.projects:
        if any(each.person == key for each in project.all_supervisors()):
            yield _("supervises project %(number)s") % {"number": project.number}
    if any(seat.person == key for seat in file.panel):
        yield _("sits on the panel")
    for i, line in enumerate(file.run, start=1):
        if line.person == key:
            yield _("speaks in line %(number)s of the run of show") % {"number": i}
